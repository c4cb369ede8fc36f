"""Forms of what may still change of a diagnostic once it is opened."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import Round
from diagnostics.models import Assessment
from projects.forms.base import Form
from projects.forms.seen import SeenForm
from projects.seen import mark

#: What is said of a diagnostic, and may be said better while it is open.
WORDS = ("title", "about")


class RewordForm(SeenForm):
    title = forms.CharField(label=_("Titre"), max_length=160)
    about = forms.CharField(
        label=_("Ce qui est regardé"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("L’outil, le service, l’écran ou le tableau dont on parle."),
    )

    def __init__(self, *args: Any, row: Assessment, **options: Any) -> None:
        initial = {name: getattr(row, name) for name in WORDS}
        initial["seen"] = mark(row, WORDS)
        super().__init__(*args, initial=initial, **options)


class CancelForm(Form):
    reason = forms.CharField(
        label=_("Pourquoi l’annuler ?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chaque personne qui voit le diagnostic lit ce motif."),
    )


class ReopenForm(Form):
    reason = forms.CharField(
        label=_("Pourquoi rouvrir les réponses ?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RepeatForm(Form):
    moment = forms.ChoiceField(label=_("À quel moment"))

    def __init__(self, *args: Any, moments: Iterable[Round], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["moment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in moments]
