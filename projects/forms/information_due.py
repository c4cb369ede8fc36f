"""Forms of the checklist of information due. They validate; the acts write."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.actions.information_due import fingerprint
from projects.enums import DueState
from projects.forms.base import Form
from projects.models import InformationDue

LABEL_LENGTH = 300
REASON_LENGTH = 400


class DueForm(Form):
    label = forms.CharField(
        label=_l("Information attendue"),
        max_length=LABEL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": True}),
        help_text=_l("Une chose précise par ligne : c’est ce que vous réclamerez."),
    )
    why = forms.CharField(
        label=_l("Pourquoi"),
        max_length=LABEL_LENGTH,
        required=False,
        help_text=_l("L’article, ou ce que cette information permet de comprendre."),
    )

    def clean_label(self) -> str:
        return " ".join(str(self.cleaned_data["label"]).split())


class JudgeForm(Form):
    state = forms.ChoiceField(
        label=_l("L’information est"), choices=DueState, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_l("Motif"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": True}),
        help_text=_l(
            "Ce qui a été reçu, ou ce qui manque. Nécessaire si l’information est "
            "insuffisante : la lettre de relance le reprendra."
        ),
    )
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, line: InformationDue, data: Any = None) -> None:
        state = "" if line.to_judge else line.state
        judged = {"state": state, "reason": line.reason}
        super().__init__(data, initial=judged | {"seen": fingerprint(line)})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        unexplained = "reason" not in self.errors and not data.get("reason")
        if data.get("state") == DueState.INSUFFICIENT and unexplained:
            self.add_error(
                "reason",
                _(
                    "Dites en une phrase ce qui manque : la lettre de relance le "
                    "reprendra."
                ),
            )
        return data
