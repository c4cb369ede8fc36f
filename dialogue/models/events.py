"""What happened around a consultation: the log that its clock reads."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.enums import ChallengeHead, EventKind
from dialogue.law.events import FIXING, ONCE
from dialogue.models.consultations import Consultation
from projects.enums import Room
from projects.models import Document, Member, Organisation, Project
from projects.models.items import rooms


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def live(self) -> Self:
        """What still counts: neither cancelled nor corrected."""
        return self.filter(cancelled_at=None)


class Event(models.Model):
    """One fact with its day. A correction cancels the row and writes another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("fait"), max_length=24, choices=EventKind)
    on = models.DateField(_("le"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    #: Of a challenge that suspends: one on the final cost is a fact of its own.
    head = models.CharField(
        _("ce qui est contesté"), max_length=12, choices=ChallengeHead, blank=True
    )
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    #: The delegation's own words: never shown to the other side, whatever the room.
    note = models.CharField(_("précision"), max_length=400, blank=True)
    evidence = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.CharField(_("motif"), max_length=400, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("on", "recorded_at")
        constraints = [
            models.UniqueConstraint(
                fields=("consultation", "kind"),
                condition=Q(cancelled_at=None, kind__in=sorted(ONCE)),
                name="event_once",
                violation_error_message=_(
                    "Ce fait est déjà inscrit : corrigez-le ou annulez-le."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(FIXING), until__isnull=False)
                | (~Q(kind__in=sorted(FIXING)) & Q(until=None)),
                name="event_until",
                violation_error_message=_("Indiquez la date fixée."),
            ),
            models.CheckConstraint(
                condition=Q(head="")
                | (Q(kind=EventKind.CHALLENGE) & ~Q(head=ChallengeHead.FINAL_COST)),
                name="event_head_of_challenge",
                violation_error_message=_(
                    "Seule une contestation qui suspend le délai dit sur quoi elle "
                    "porte."
                ),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="event_cancelled_with_reason",
                violation_error_message=_("Dites pourquoi ce fait est annulé."),
            ),
        ]

    def __str__(self) -> str:
        label = self.get_kind_display()
        return f"{label} ({self.get_head_display()})" if self.head else label
