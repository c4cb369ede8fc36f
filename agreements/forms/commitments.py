"""The form of a proposed commitment."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.forms.questions import newlines
from projects.forms.dates import date_input, plausible
from projects.forms.seen import SeenForm


class CommitmentForm(SeenForm):
    text = forms.CharField(
        label=_("Engagement"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": True}),
        help_text=_("Une seule chose, que l’on pourra vérifier."),
    )
    who = forms.CharField(
        label=_("Qui s’engage"),
        max_length=200,
        required=False,
        help_text=_("Une fonction ou un service, plutôt qu’un nom."),
    )
    due_on = forms.DateField(label=_("Pour le"), required=False, widget=date_input())
    evidence = forms.CharField(
        label=_("Ce qui le montrera"), max_length=300, required=False
    )

    def clean_text(self) -> str:
        return newlines(self.cleaned_data["text"])

    def clean_due_on(self) -> date | None:
        return plausible(self.cleaned_data["due_on"])
