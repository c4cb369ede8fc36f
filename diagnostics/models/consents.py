"""What one side says of what another one proposed: nobody agrees for the others."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.models.assessments import AgreedLevel
from diagnostics.models.findings import Practice
from projects.enums import Side
from projects.models import Member


class Consent(models.Model):
    """An accord, or a disagreement, of one side: on a practice, or on a degree."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(
        Practice,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
    )
    level = models.ForeignKey(
        AgreedLevel,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
    )
    #: Side of who said it, copied: it stays true when the person leaves.
    side = models.CharField(max_length=16, choices=Side)
    agrees = models.BooleanField(default=True)
    words = models.CharField(_("pourquoi"), max_length=500, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("said_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(practice=None, level__isnull=False)
                | Q(practice__isnull=False, level=None),
                name="consent_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=("practice", "side"), name="consent_once_per_side_and_practice"
            ),
            models.UniqueConstraint(
                fields=("level", "side"), name="consent_once_per_side_and_level"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_side_display())


def with_names() -> "models.Prefetch[str]":
    """Consents of practices or of degrees, with the people who said them."""
    return models.Prefetch("consents", Consent.objects.select_related("member__user"))
