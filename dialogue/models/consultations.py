"""The information-consultation on a project, with its clock (L2312-8, R2312-6)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.enums import AdaptationMeasures, ConsultationState
from projects.models import Document, Member, Organisation, Project
from projects.models.projects import places

S = ConsultationState


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, *members: Member) -> Self:
        """Consultations of the projects that these places open.

        A draft is the delegation's own preparation: guests never see it. One that was
        withdrawn is kept for the journal, and shown to nobody.
        """
        scope = Q(pk__in=[])
        for member in members:
            place = places((member,))
            if not member.sees_caucus:
                place &= ~Q(state=S.DRAFT)
            scope |= place
        return self.filter(scope).exclude(state=S.WITHDRAWN)

    def past_deadline(self, day: date) -> Self:
        """Open consultations whose last arguable day is before `day`."""
        return self.filter(state=S.OPEN, extended_on__lt=day)


def _needs(states: set[S], **dates: object) -> Q:
    """Rows in one of `states` carry these dates; the others may or may not."""
    return ~Q(state__in=sorted(states)) | Q(**dates)


class Consultation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="consultations"
    )
    rank = models.PositiveIntegerField(default=1)
    subject = models.CharField(_("objet"), max_length=200)
    state = models.CharField(max_length=16, choices=S, default=S.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The days that mark each state; the log of events holds the rest (Event).
    requested_on = models.DateField(_("information demandée le"), null=True, blank=True)
    information_on = models.DateField(_("information remise le"), null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    two_levels = models.BooleanField(
        _("CSE central et CSE d’établissement consultés"), default=False
    )
    #: How the project lands in the establishments: it says which level is consulted.
    measures = models.CharField(
        _("mesures d’adaptation"), max_length=12, choices=AdaptationMeasures, blank=True
    )
    #: Of an establishment: the consultation of the central CSE that its date follows,
    #: here, or by its last day alone when its file lives elsewhere.
    central = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="establishments",
        verbose_name=_("consultation du CSE central"),
    )
    central_ends_on = models.DateField(
        _("fin de la consultation du CSE central"), null=True, blank=True
    )
    central_source = models.CharField(
        _("d’où vient cette date"), max_length=200, blank=True
    )
    due_on = models.DateField(_("date sûre"), null=True, blank=True)
    extended_on = models.DateField(_("date prolongée"), null=True, blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    opinion_on = models.DateField(null=True, blank=True)
    #: What proves that an opinion written down late was given in time.
    opinion_evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    deemed_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ("project", "rank")
        indexes = [
            models.Index(
                fields=("extended_on",),
                condition=Q(state="open"),
                name="consultation_open_by_day",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("project", "rank"), name="consultation_rank_unique"
            ),
            models.CheckConstraint(
                condition=_needs({S.INFORMING}, requested_on__isnull=False),
                name="consultation_informing_dated",
                violation_error_message=_(
                    "Indiquez la date à laquelle l’information a été demandée."
                ),
            ),
            models.CheckConstraint(
                condition=_needs(
                    {S.OPEN, S.SUSPENDED, S.OPINION_GIVEN, S.DEEMED_NEGATIVE},
                    information_on__isnull=False,
                    opened_on__isnull=False,
                ),
                name="consultation_open_dated",
                violation_error_message=_(
                    "Une consultation s’ouvre à la date où l’information est remise."
                ),
            ),
            models.CheckConstraint(
                condition=_needs({S.SUSPENDED}, suspended_on__isnull=False)
                & (Q(state=S.SUSPENDED) | Q(suspended_on=None)),
                name="consultation_suspended_dated",
                violation_error_message=_("Une suspension porte sa date."),
            ),
            models.CheckConstraint(
                condition=_needs({S.OPINION_GIVEN}, opinion_on__isnull=False),
                name="consultation_opinion_dated",
                violation_error_message=_("Un avis rendu porte sa date."),
            ),
            models.CheckConstraint(
                condition=_needs({S.DEEMED_NEGATIVE}, deemed_on__isnull=False),
                name="consultation_deemed_dated",
                violation_error_message=_("Un avis réputé négatif porte sa date."),
            ),
            models.CheckConstraint(
                condition=Q(opinion_on=None) | Q(deemed_on=None),
                name="consultation_given_or_deemed",
                violation_error_message=_(
                    "Un avis est rendu ou réputé négatif, jamais les deux."
                ),
            ),
            models.CheckConstraint(
                condition=_needs({S.FOLLOW_UP, S.CLOSED}, follow_up_on__isnull=False)
                & _needs({S.CLOSED}, closed_on__isnull=False),
                name="consultation_follow_up_dated",
                violation_error_message=_("Le suivi et la clôture portent leur date."),
            ),
            models.CheckConstraint(
                condition=Q(state=S.WITHDRAWN, withdrawn_on__isnull=False)
                | (~Q(state=S.WITHDRAWN) & Q(withdrawn_on=None)),
                name="consultation_withdrawn_dated",
                violation_error_message=_("Un retrait porte sa date."),
            ),
            models.CheckConstraint(
                condition=Q(central_ends_on=None, central_source="")
                | (Q(central=None, central_ends_on__isnull=False))
                & ~Q(central_source=""),
                name="consultation_central_sourced",
                violation_error_message=_(
                    "La fin de la consultation centrale s’inscrit avec sa source, et "
                    "seulement si son dossier n’est pas dans Navette."
                ),
            ),
            models.CheckConstraint(
                condition=Q(central=None) | ~Q(central=F("pk")),
                name="consultation_not_its_own_central",
            ),
            models.CheckConstraint(
                condition=Q(extended_on=None) | Q(extended_on__gte=F("due_on")),
                name="consultation_extended_after_due",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("dialogue:consultation", args=[self.project_id, self.pk])

    @property
    def of_establishment(self) -> bool:
        """Its last day follows that of the central CSE (R2312-6, II)."""
        return self.central_id is not None or self.central_ends_on is not None
