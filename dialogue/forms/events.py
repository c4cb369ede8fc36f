"""Forms of the log: one fact with its day, its correction, its cancelling."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.actions import clock
from dialogue.actions.events import AFTER_OPINION
from dialogue.enums import ChallengeHead, EventKind
from dialogue.forms.consultations import ActForm, ProvedForm, day_field, evidence_field
from dialogue.forms.consultations import reason_field as words_field
from dialogue.law.events import FIXING
from dialogue.models import Event
from projects.forms.base import Form

K = EventKind


class EventForm(ProvedForm):
    """What happened, when, in your words if you like, and what proves it."""

    on = day_field(_("Le"))
    note = forms.CharField(
        label=_("Précision"),
        max_length=300,
        required=False,
        help_text=_("Pour vous : la direction ne la lit pas."),
    )
    evidence = evidence_field()


class InformationForm(EventForm):
    # It may start the period: nothing is proposed, as in OpenForm.
    on = day_field(_("Annoncée le"), initial=None)


class MeetingForm(EventForm):
    on = day_field(_("Réunion tenue le"))


class ExpertForm(EventForm):
    on = day_field(
        _("Expertise votée le"),
        help_text=_("Le jour du vote du CSE, pas celui de la lettre de mission."),
    )


class ExpertRequestForm(EventForm):
    on = day_field(_("Informations demandées le"))


class EmployerReplyForm(EventForm):
    on = day_field(_("Réponse donnée le"))


class TermsForm(EventForm):
    on = day_field(
        _("Cahier des charges notifié le"),
        help_text=_("Avec le coût prévu, l’étendue et la durée de l’expertise."),
    )


class ChallengeForm(EventForm):
    on = day_field(
        _("Expertise contestée le"),
        help_text=_("Le jour de l’assignation par laquelle l’employeur conteste."),
    )
    head = forms.ChoiceField(
        label=_("Ce qu’il conteste"),
        choices=ChallengeHead,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que l’employeur conteste.")},
    )
    field_order = ("on", "head", "note", "evidence")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        given = self.consultation.state in AFTER_OPINION
        if given and not clock.for_a_risk(self.consultation):
            heads = self.fields["head"]
            assert isinstance(heads, forms.ChoiceField)
            heads.choices = [
                (head.value, head.label) for head in [ChallengeHead.FINAL_COST]
            ]


class ReportForm(EventForm):
    on = day_field(_("Rapport remis le"))


class JudgmentForm(EventForm):
    on = day_field(
        _("Jugement notifié le"),
        help_text=_("Le jour de la notification, pas celui de l’audience."),
    )


class WritForm(EventForm):
    on = day_field(
        _("Assignation remise le"),
        help_text=_(
            "Le jour où l’employeur la reçoit, pas celui du dépôt au tribunal."
        ),
    )


class AgreementForm(EventForm):
    on = day_field(_("Accord conclu le"))
    until = day_field(_("Fin de la consultation convenue au"), initial=None)
    note = words_field(
        _("Comment a-t-elle été convenue ?"),
        _("Par exemple : accord d’entreprise du 3 mars, réunion du 12 octobre."),
    )
    field_order = ("on", "until", "note", "evidence")


class ExtensionForm(EventForm):
    on = day_field(_("Décision rendue le"))
    until = day_field(_("Délai prolongé jusqu’au"), initial=None)
    note = words_field(
        _("Par quelle décision ?"),
        _("Par exemple : jugement du tribunal judiciaire du 3 mars."),
    )
    field_order = ("on", "until", "note", "evidence")


class LevelsForm(ActForm):
    two_levels = forms.BooleanField(
        label=_("CSE central et CSE d’établissement consultés tous les deux"),
        required=False,
    )
    reason = words_field(_("Pourquoi cette correction ?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"two_levels": self.consultation.two_levels}


class EventCorrectForm(Form):
    on = day_field(_("La bonne date"))
    until = day_field(_("La bonne date fixée"))
    reason = words_field(
        _("Pourquoi cette correction ?"),
        _("Par exemple : faute de frappe, courriel retrouvé."),
    )
    sure = forms.BooleanField(
        label=_("Je confirme ce nombre"),
        help_text=_(
            "À cocher seulement si ce jour-là a compté d’autres votant·es que Navette "
            "n’en connaît : mandats, feuille de présence."
        ),
        required=False,
    )

    def __init__(self, *args: Any, event: Event, **options: Any) -> None:
        super().__init__(
            *args, initial={"on": event.on, "until": event.until}, **options
        )
        if event.kind not in FIXING:
            del self.fields["until"]
        if event.kind != EventKind.OPINION:
            del self.fields["sure"]


class EventCancelForm(Form):
    reason = words_field(
        _("Pourquoi l’annuler ?"),
        _("Par exemple : erreur de saisie, désignation annulée par le juge."),
    )
