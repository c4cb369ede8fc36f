"""The sheet of a workplace. Numbers are accepted as people type them."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from projects.accounts import split_domains
from projects.enums import Branch, Regime
from projects.forms.base import Spoken
from projects.models import Workplace
from projects.models.workplaces import validate_siren, validate_siret

if TYPE_CHECKING:
    WorkplaceModelForm = forms.ModelForm[Workplace]
else:
    WorkplaceModelForm = forms.ModelForm

DOMAIN = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$")


class SpacedDigitsField(forms.CharField):
    """« 732 829 320 » is 732829320: spaces and dots help people, not the checksum."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s.\u00a0\u202f]", "", super().to_python(value) or "")


class HeadcountField(forms.IntegerField):
    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0\u202f]", "", value)
        return super().to_python(value)


class WorkplaceForm(Spoken, WorkplaceModelForm):
    siren = SpacedDigitsField(
        label=_l("SIREN"),
        required=False,
        validators=[validate_siren],
        widget=forms.TextInput(attrs={"size": 14, "inputmode": "numeric"}),
        help_text=_l("Neuf chiffres. Il figure sur le bulletin de paie."),
    )
    siret = SpacedDigitsField(
        label=_l("SIRET"),
        required=False,
        validators=[validate_siret],
        widget=forms.TextInput(attrs={"size": 20, "inputmode": "numeric"}),
        help_text=_l("Quatorze chiffres, ceux de l’établissement."),
    )
    headcount = HeadcountField(
        label=_l("Effectif"),
        validators=[MinValueValidator(1), MaxValueValidator(2_000_000)],
        widget=forms.TextInput(attrs={"size": 10, "inputmode": "numeric"}),
        help_text=_l("Nombre de salarié·es ou d’agent·es."),
    )

    class Meta:
        model = Workplace
        fields = (
            "name",
            "siren",
            "siret",
            "headcount",
            "regime",
            "instance",
            "branch",
            "territory",
            "mail_domains",
        )
        labels = {
            "name": _l("Nom du lieu de travail"),
            "regime": _l("Régime"),
            "instance": _l("Instance"),
            "branch": _l("Fonction publique"),
            "territory": _l("Territoire"),
            "mail_domains": _l("Domaines de messagerie de l’employeur"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        known = self.data.get(self.add_prefix("regime")) or self.instance.regime
        if known and known != Regime.PUBLIC:
            del self.fields["branch"]
            return
        branch = self.fields["branch"]
        assert isinstance(branch, forms.ChoiceField)
        branch.choices = [("", _l("On ne sait pas")), *Branch.choices]
        branch.help_text = _l(
            "Secteur public seulement. Sans réponse, Navette garde la date la plus "
            "proche."
        )

    def clean(self) -> dict[str, Any]:
        """A branch chosen before another sector says nothing any more."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("regime") != Regime.PUBLIC:
            cleaned["branch"] = ""
        return cleaned

    def clean_mail_domains(self) -> str:
        domains = split_domains(self.cleaned_data["mail_domains"])
        for domain in domains:
            if not DOMAIN.match(domain):
                raise forms.ValidationError(
                    _(
                        "« %(domain)s » n’est pas un domaine : écrivez ce qui suit "
                        "l’arobase, par exemple clientis.example."
                    )
                    % {"domain": domain}
                )
        return ", ".join(domains)
