"""Forms of the expertise and of the two levels: they validate, the acts decide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.enums import AdaptationMeasures, CertifiedField, ExpertGround
from dialogue.forms.consultations import (
    ActForm,
    ProvedForm,
    day_field,
    evidence_field,
    proofs,
    reason_field,
)
from dialogue.models import AgendaPoint, Consultation, Expertise
from dialogue.models.expertise import HIGHEST_COST
from projects.models import Member


class EuroField(forms.DecimalField):
    """An amount as it is written in French: « 12 500,50 »."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".").rstrip("€")
        return super().to_python(value)


class PointField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(
            AgendaPoint.objects.none(),
            label=label,
            help_text=help_text,
            required=False,
            empty_label=_("Aucun vote inscrit dans Navette"),
        )

    def label_from_instance(self, obj: AgendaPoint) -> str:
        return f"{obj.meeting.held_on:%d/%m/%Y} · {obj.title}"


class ExpertiseForm(ActForm):
    ground = forms.ChoiceField(
        label=_("Fondement de l’expertise"),
        choices=ExpertGround,
        help_text=_("Il décide de qui paie."),
    )
    firm = forms.CharField(label=_("Cabinet"), max_length=160, required=False)
    chosen_on = day_field(
        _("Cabinet choisi le"),
        required=False,
        initial=None,
        help_text=_(
            "Le jour du vote qui le choisit. Ce choix ne change aucune échéance : "
            "elles partent du vote de l’expertise."
        ),
    )
    principle_vote = PointField(
        _("Vote du principe"), _("Un point voté d’une réunion de ce projet.")
    )
    choice_vote = PointField(
        _("Vote du choix"), _("Le même point, si un seul vote porte sur les deux.")
    )
    certificate = forms.CharField(
        label=_("Numéro de certificat"), max_length=80, required=False
    )
    fields_ = forms.MultipleChoiceField(
        label=_("Domaines certifiés"),
        choices=CertifiedField,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    valid_until = day_field(
        _("Certificat valable jusqu’au"), required=False, initial=None
    )
    mission_letter = evidence_field()
    forecast_cost = EuroField(
        label=_("Coût prévu, en euros"),
        localize=True,
        required=False,
        min_value=0,
        max_value=HIGHEST_COST,
        max_digits=10,
        decimal_places=2,
        error_messages={"invalid": _("Écrivez un montant, par exemple 12 500,50.")},
    )
    budget_short = forms.BooleanField(
        label=_("Le budget de fonctionnement du CSE ne suffit pas"), required=False
    )
    surplus_transferred = forms.BooleanField(
        label=_(
            "Un excédent de ce budget a été transféré aux activités sociales et "
            "culturelles dans les trois dernières années"
        ),
        required=False,
    )
    no_equality_indicator = forms.BooleanField(
        label=_("Aucun indicateur d’égalité professionnelle n’existe"),
        required=False,
        help_text=_("Ne compte que pour l’égalité professionnelle."),
    )

    def __init__(
        self,
        *args: Any,
        sheet: Expertise | None,
        proposed: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        voted = (
            AgendaPoint.objects.visible_to(self.member)
            .filter(project_id=self.consultation.project_id)
            .filter(votes_for__isnull=False)
            .select_related("meeting")
        )
        for name in ("principle_vote", "choice_vote"):
            _choices(self, name).queryset = voted
        letter = _choices(self, "mission_letter")
        letter.label = _("Lettre de mission")
        letter.queryset = proofs(self.consultation, self.member)
        if sheet is not None:
            self.initial = {
                name: getattr(sheet, name.rstrip("_"))
                for name in self.fields
                if name not in ("principle_vote", "choice_vote", "mission_letter")
            } | {
                "principle_vote": sheet.principle_vote_id,
                "choice_vote": sheet.choice_vote_id,
                "mission_letter": sheet.mission_letter_id,
            }
        for name, value in (proposed or {}).items():
            # What is already on the sheet was said by somebody.
            if not self.initial.get(name):
                self.initial[name] = value

    def clean(self) -> dict[str, Any]:
        """The model says `fields`, a name that a form keeps for itself."""
        cleaned = super().clean() or self.cleaned_data
        if "fields_" in cleaned:
            cleaned["fields"] = cleaned.pop("fields_")
        return cleaned


class LevelsForm(ActForm):
    measures = forms.ChoiceField(
        label=_("Mesures d’adaptation dans les établissements"),
        choices=[("", _("Pas encore dit")), *AdaptationMeasures.choices],
        required=False,
        help_text=_("Elles disent quel CSE est consulté (L. 2316-1 et L. 2316-20)."),
    )
    central = forms.ModelChoiceField(
        label=_("Consultation du CSE central que celle-ci suit"),
        queryset=Consultation.objects.none(),
        required=False,
        empty_label=_("Aucune dans Navette"),
        help_text=_("Pour un CSE d’établissement : sa date suit celle du CSE central."),
    )
    central_ends_on = day_field(
        _("Ou sa fin, si son dossier est ailleurs"), required=False, initial=None
    )
    central_source = forms.CharField(
        label=_("D’où vient cette date"),
        max_length=200,
        required=False,
        help_text=_("Par exemple : courriel du secrétaire du CSE central, 3 mars."),
    )

    def __init__(self, *args: Any, places: tuple[Member, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        row = self.consultation
        _choices(self, "central").queryset = (
            Consultation.objects.visible_to(*places)
            .filter(two_levels=True, central=None, central_ends_on=None)
            .exclude(pk=row.pk)
        )
        self.initial = {
            "measures": row.measures,
            "central": row.central_id,
            "central_ends_on": row.central_ends_on,
            "central_source": row.central_source,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        ends_on, source = cleaned.get("central_ends_on"), cleaned.get("central_source")
        if "central_ends_on" in self.errors or "central_source" in self.errors:
            return cleaned
        if cleaned.get("central") and (ends_on or source):
            self.add_error(
                "central_ends_on",
                _("Choisissez la consultation, ou écrivez sa fin : pas les deux."),
            )
        elif ends_on and not source:
            self.add_error("central_source", _("Dites d’où vient cette date."))
        elif source and not ends_on:
            self.add_error("central_ends_on", _("Indiquez une date."))
        return cleaned


class ForwardedForm(ProvedForm):
    source = forms.ModelChoiceField(
        label=_("Consultation de l’établissement"),
        queryset=Consultation.objects.none(),
        required=False,
        empty_label=_("Son dossier n’est pas dans Navette"),
    )
    establishment = forms.CharField(
        label=_("Établissement"),
        max_length=160,
        error_messages={"required": _("Nommez l’établissement.")},
    )
    received_on = day_field(
        _("Avis reçu le"), help_text=_("Le jour où le CSE central l’a reçu.")
    )
    evidence = evidence_field()

    def __init__(self, *args: Any, places: tuple[Member, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        linked = Consultation.objects.visible_to(*places).filter(
            central=self.consultation
        )
        _choices(self, "source").queryset = linked
        if not linked:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        """The act calls it what it is, a document of the file."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["document"] = cleaned.pop("evidence", None)
        return cleaned


class RemoveForwardedForm(ActForm):
    reason = reason_field(_("Pourquoi le retirer ?"))


def _choices(form: forms.Form, name: str) -> "forms.ModelChoiceField[Any]":
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    return field
