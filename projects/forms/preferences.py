"""What a person wishes to receive."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.forms.base import Form
from projects.models import User
from projects.reminders import OFFSETS

_LABELS = {
    15: gettext_lazy("quinze jours avant"),
    7: gettext_lazy("sept jours avant"),
    2: gettext_lazy("deux jours avant"),
    0: gettext_lazy("le jour même"),
    -1: gettext_lazy("le lendemain, si rien n’a été fait"),
}


class PreferencesForm(Form):
    reminders_by_mail = forms.BooleanField(
        label=gettext_lazy("Recevoir les rappels d’échéance par courriel"),
        required=False,
    )
    reminder_days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Quand vous rappeler une échéance"),
        help_text=gettext_lazy("Le courriel part à 8 heures, heure de Paris."),
        coerce=int,
        choices=[(days, _LABELS[days]) for days in OFFSETS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    digest = forms.BooleanField(
        label=gettext_lazy("Recevoir le résumé du jour"),
        help_text=gettext_lazy(
            "Un seul courriel, à 7 heures, les jours où il y a du nouveau."
        ),
        required=False,
    )
    # Everything is a choice here: "(facultatif)" on each line would say nothing.
    hide_optional = True

    def __init__(self, *args: Any, reminded: bool = True, **kwargs: Any) -> None:
        """`reminded`: whether a place of the person is planned for (reminders)."""
        super().__init__(*args, **kwargs)
        if not reminded:
            del self.fields["reminders_by_mail"], self.fields["reminder_days"]

    @classmethod
    def of(cls, user: User) -> dict[str, Any]:
        """Initial values: a person who never chose has every moment ticked."""
        return {
            "reminders_by_mail": user.reminders_by_mail,
            "reminder_days": user.reminder_days or list(OFFSETS),
            "digest": user.digest,
        }

    def clean_reminder_days(self) -> list[int]:
        days: list[int] = self.cleaned_data["reminder_days"]
        if self.cleaned_data["reminders_by_mail"] and not days:
            raise forms.ValidationError(
                _(
                    "Cochez au moins un moment, ou décochez « Recevoir les rappels "
                    "d’échéance par courriel »."
                )
            )
        # All of them is stored as none, so that a moment added one day is included.
        return [] if set(days) == set(OFFSETS) else days
