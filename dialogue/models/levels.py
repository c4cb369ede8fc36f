"""The opinions of establishments, as the central CSE received them (R2312-6, II)."""

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.models.consultations import Consultation
from projects.models import Document, Member, Organisation, Project
from projects.models.projects import places


class ForwardedOpinionQuerySet(models.QuerySet["ForwardedOpinion"]):
    def visible_to(self, *members: Member) -> Self:
        """The delegation's own, and its guests' whom it lets into the caucus."""
        return self.filter(places(tuple(one for one in members if one.sees_caucus)))


class ForwardedOpinion(models.Model):
    """Kept on the file of the central CSE; `source` when that file is here too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    central = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="forwarded"
    )
    source = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="forwards",
    )
    establishment = models.CharField(_("établissement"), max_length=160)
    received_on = models.DateField(_("avis reçu le"))
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ForwardedOpinionQuerySet.as_manager()

    class Meta:
        ordering = ("received_on", "recorded_at")
        constraints = [
            models.UniqueConstraint(
                fields=("central", "establishment"),
                name="forwarded_opinion_once",
                violation_error_message=_(
                    "L’avis de cet établissement est déjà inscrit : retirez-le d’abord."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.establishment
