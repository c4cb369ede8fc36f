"""Dates that bind, and the reminders planned from them."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import (
    Confidence,
    DeadlineNature,
    DeadlineState,
    JobState,
    Room,
)
from projects.models.items import rooms
from projects.models.people import Member, Organisation
from projects.models.projects import Project


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def open(self) -> Self:
        return self.filter(state=DeadlineState.OPEN)


class Deadline(models.Model):
    """Échéance: a date with the rule, the article and the reason it comes from.

    `due_on` is the safe day (strict); `extended_on` the arguable one (CPC 642). Both
    are stored with the rule's id and never recomputed silently.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="deadlines"
    )
    #: What it is about, unique while open: "consultation:<uuid>:avis".
    key = models.CharField(max_length=120)
    label = models.CharField(_("échéance"), max_length=200)
    rule = models.CharField(_("règle"), max_length=16, blank=True)
    article = models.CharField(_("article"), max_length=120, blank=True)
    confidence = models.CharField(
        _("confiance"), max_length=4, choices=Confidence, blank=True
    )
    explanation = models.JSONField(_("calcul"), default=list)
    changes = models.JSONField(_("ce qui la changerait"), default=list)
    consequence = models.CharField(_("si rien n’est fait"), max_length=400, blank=True)
    starts_on = models.DateField(_("point de départ"), null=True, blank=True)
    due_on = models.DateField(_("date sûre"))
    extended_on = models.DateField(_("date prolongée"), null=True, blank=True)
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    binding = models.BooleanField(_("engage le CSE"), default=True)
    nature = models.CharField(
        max_length=12, choices=DeadlineNature, default=DeadlineNature.AWAITED
    )
    action_label = models.CharField(max_length=80, blank=True)
    action_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=12, choices=DeadlineState, default=DeadlineState.OPEN
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "label")
        indexes = [
            models.Index(
                fields=("organisation", "due_on"),
                condition=Q(state=DeadlineState.OPEN),
                name="deadline_open_by_day",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(state=DeadlineState.OPEN),
                name="deadline_one_open_per_key",
            ),
            models.CheckConstraint(
                condition=Q(state=DeadlineState.OPEN, closed_at=None)
                | (~Q(state=DeadlineState.OPEN) & Q(closed_at__isnull=False)),
                name="deadline_closed_with_date",
                violation_error_message=_("Une échéance close porte sa date."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Claimable(models.Model):
    """A row that asks for an effect, claimed by update with a lease (habit 9)."""

    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True


class Reminder(Claimable):
    """One reminder of one deadline to one person: J-15, J-7, J-2, J-0, overdue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    deadline = models.ForeignKey(
        Deadline, on_delete=models.CASCADE, related_name="reminders"
    )
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, related_name="reminders"
    )
    days_before = models.SmallIntegerField()
    due_at = models.DateTimeField()
    late = models.BooleanField(default=False)

    class Meta:
        ordering = ("due_at", "id")
        indexes = [
            models.Index(
                fields=("due_at",),
                condition=Q(state=JobState.WAITING),
                name="reminder_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("deadline", "member", "days_before"), name="reminder_unique"
            )
        ]

    def __str__(self) -> str:
        return f"J-{self.days_before} {self.deadline}"
