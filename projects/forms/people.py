"""Forms about people's places: invite, role, end, mandates. They write nothing."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.enums import CAUCUS_GUESTS, SIDE_OF_ROLE, MandateKind, Role
from projects.forms.base import Form
from projects.forms.dates import date_input, plausible

MEMBER_ROLES = [Role.ELECTED, Role.SECRETARY, Role.DELEGATE, Role.ADMIN, Role.READER]
GUEST_ROLES = [
    Role.EMPLOYER,
    Role.IT,
    Role.EXPERT,
    Role.FACILITATOR,
    Role.SUPPLIER,
]
#: Mandates and places may have begun long ago.
FIRST_MANDATE_YEAR = 1970


def choices_of(roles: list[Role]) -> list[tuple[str, str]]:
    return [(role.value, capfirst(str(role.label))) for role in roles]


class PersonForm(Form):
    email = forms.EmailField(
        label=_l("Adresse électronique"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_l(
            "Une adresse que la personne est seule à lire. Pour un·e représentant·e "
            "du personnel, jamais celle de l’employeur."
        ),
    )
    name = forms.CharField(
        label=_l("Prénom et nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class InviteForm(PersonForm):
    role = forms.ChoiceField(
        label=_l("Rôle"),
        choices=choices_of(MEMBER_ROLES),
        initial=Role.ELECTED.value,
        widget=forms.RadioSelect,
    )


class InviteGuestForm(PersonForm):
    role = forms.ChoiceField(
        label=_l("À quel titre ?"),
        choices=choices_of(GUEST_ROLES),
        widget=forms.RadioSelect,
        help_text=_l("La partie (direction, expertise, animation…) en découle."),
    )
    caucus = forms.BooleanField(
        label=_l("Donner accès à l’espace élus"),
        required=False,
        help_text=_l(
            "Seulement pour l’expertise et l’animation. Sans cette coche, la personne "
            "ne voit que l’espace partagé."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        role = data.get("role")
        if (
            data.get("caucus")
            and role
            and SIDE_OF_ROLE[Role(role)] not in CAUCUS_GUESTS
        ):
            self.add_error(
                "caucus",
                _(
                    "La direction et le fournisseur n’entrent jamais dans l’espace "
                    "élus : décochez cette case."
                ),
            )
        return data


class RoleForm(Form):
    role = forms.ChoiceField(
        label=_l("Nouveau rôle"),
        choices=choices_of(MEMBER_ROLES),
        widget=forms.RadioSelect,
    )


class EndForm(Form):
    when = forms.ChoiceField(
        label=_l("Quand fermer l’accès ?"),
        choices=[
            ("now", _l("Tout de suite")),
            ("day", _l("À la fin d’un jour précis")),
        ],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=_l("Dernier jour d’accès"), required=False, widget=date_input()
    )

    def clean_until(self) -> date | None:
        return plausible(self.cleaned_data["until"], since=FIRST_MANDATE_YEAR)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") == "now":
            data["until"] = None
        elif data.get("when") == "day" and "until" in data and not data["until"]:
            self.add_error("until", _("Indiquez le dernier jour d’accès."))
        return data


class MandateForm(Form):
    kind = forms.ChoiceField(
        label=_l("Mandat"), choices=MandateKind, widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label=_l("Début"), widget=date_input())
    ends_on = forms.DateField(
        label=_l("Fin"),
        required=False,
        widget=date_input(),
        help_text=_l("Laissez vide si la fin n’est pas connue."),
    )

    def clean_starts_on(self) -> date | None:
        return plausible(self.cleaned_data["starts_on"], since=FIRST_MANDATE_YEAR)

    def clean_ends_on(self) -> date | None:
        return plausible(self.cleaned_data["ends_on"], since=FIRST_MANDATE_YEAR)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("La fin ne peut pas précéder le début."))
        return data


class EndMandateForm(Form):
    ends_on = forms.DateField(label=_l("Dernier jour du mandat"), widget=date_input())

    def clean_ends_on(self) -> date | None:
        return plausible(self.cleaned_data["ends_on"], since=FIRST_MANDATE_YEAR)
