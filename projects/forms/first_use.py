"""Forms of the first observed use."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.forms.base import Form
from projects.forms.dates import date_input, not_to_come
from projects.forms.projects import TEXT_LENGTH


class FirstUseForm(Form):
    first_use_on = forms.DateField(
        label=_l("Premier usage constaté le"),
        widget=date_input(),
        help_text=_l(
            "Cette date est visible de toutes les personnes qui ont accès au projet, "
            "direction comprise."
        ),
    )
    first_use_note = forms.CharField(
        label=_l("Comment le savez-vous ?"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": True}),
        help_text=_l(
            "Qui utilise l’outil, où, depuis quand. Sans nommer personne. "
            "Cette note reste dans l’espace élus."
        ),
    )

    def clean_first_use_on(self) -> date | None:
        return not_to_come(
            self.cleaned_data["first_use_on"],
            _("Un usage constaté ne peut pas être à venir."),
        )


class WithdrawFirstUseForm(Form):
    reason = forms.CharField(label=_l("Motif du retrait"), max_length=300)
