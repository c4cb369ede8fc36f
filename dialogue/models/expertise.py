"""The expert of a consultation: ground, firm, certificate, cost (L2315-80 to L2315-96).

The days of the mission are facts of the log (Event): the vote, the terms of reference,
the report. This row holds what moves no date, save for a ground: an expertise for a
serious risk lengthens nothing, and its report has its own two months.
"""

import uuid
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.enums import ExpertGround
from dialogue.models.consultations import Consultation
from dialogue.models.meetings import AgendaPoint
from projects.models import Document, Member, Organisation, Project
from projects.models.projects import places

HIGHEST_COST = 10_000_000


class ExpertiseQuerySet(models.QuerySet["Expertise"]):
    def visible_to(self, *members: Member) -> Self:
        """The delegation's own, and its guests' whom it lets into the caucus."""
        return self.filter(places(tuple(one for one in members if one.sees_caucus)))


class Expertise(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, related_name="expertise"
    )
    ground = models.CharField(_("fondement"), max_length=20, choices=ExpertGround)
    firm = models.CharField(_("cabinet"), max_length=160, blank=True)
    certificate = models.CharField(_("numéro de certificat"), max_length=80, blank=True)
    fields = models.JSONField(_("domaines certifiés"), default=list, blank=True)
    valid_until = models.DateField(
        _("certificat valable jusqu’au"), null=True, blank=True
    )
    #: The firm may be chosen after the principle was voted, and by another vote.
    chosen_on = models.DateField(_("cabinet choisi le"), null=True, blank=True)
    principle_vote = models.ForeignKey(
        AgendaPoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vote du principe"),
    )
    choice_vote = models.ForeignKey(
        AgendaPoint,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vote du choix"),
    )
    mission_letter = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lettre de mission"),
    )
    forecast_cost = models.DecimalField(
        _("coût prévu"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(HIGHEST_COST)],
    )
    no_equality_indicator = models.BooleanField(
        _("aucun indicateur d’égalité professionnelle n’existe"), default=False
    )
    budget_short = models.BooleanField(
        _("le budget de fonctionnement du CSE ne suffit pas"), default=False
    )
    surplus_transferred = models.BooleanField(
        _("un excédent de ce budget a été transféré dans les trois ans"), default=False
    )

    objects = ExpertiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(chosen_on=None) | ~Q(firm=""),
                name="expertise_choice_named",
                violation_error_message=_("Nommez le cabinet qui a été choisi."),
            ),
            models.CheckConstraint(
                condition=Q(forecast_cost=None)
                | Q(forecast_cost__gte=0, forecast_cost__lte=HIGHEST_COST),
                name="expertise_cost_plausible",
                violation_error_message=_("Vérifiez le coût prévu."),
            ),
        ]

    def __str__(self) -> str:
        return self.firm or self.get_ground_display()
