"""One's own tasks and AI: cards that only their owner reads, and shared copies."""

import uuid
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import TaskField
from projects.enums import Room, Side
from projects.models import Member, Organisation, Project, User
from projects.models.items import rooms

#: What a card says beside its name, in the order of the canvas.
FIELDS = tuple(one.value for one in TaskField if one != TaskField.LABEL)


class TaskFields(models.Model):
    """What a person chose, kept as words: a later canvas changes nothing of it."""

    label = models.CharField(_("tâche"), max_length=160)
    frequency = models.CharField(max_length=80, blank=True)
    time_share = models.CharField(max_length=80, blank=True)
    enjoyable = models.CharField(max_length=80, blank=True)
    human_relation = models.CharField(max_length=80, blank=True)
    variability = models.CharField(max_length=80, blank=True)
    consequence = models.CharField(max_length=80, blank=True)
    data = models.CharField(max_length=80, blank=True)
    ai_state = models.CharField(max_length=80, blank=True)
    wish = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was said of the task, with the name of each field."""
        return [
            (str(TaskField(name).label), value)
            for name in FIELDS
            if (value := getattr(self, name))
        ]


class TaskCardQuerySet(models.QuerySet["TaskCard"]):
    def owned_by(self, user: User) -> Self:
        """The only way to cards: nobody reads those of somebody else."""
        return self.filter(user=user)


class TaskCard(TaskFields):
    """A task as its owner sees it. No mark is ever made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    #: {code of a responsibility criterion: what the person notes of it}.
    notes = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TaskCardQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")


class SharedTaskQuerySet(models.QuerySet["SharedTask"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def given_by(self, user: User) -> Self:
        """One's own, to take them back: from any place, even one that was closed."""
        return self.filter(member__user=user)


class SharedTask(TaskFields):
    """A copy that its author chose to bring to a project. Shown with a side, no name.

    It bears no date and no link to the private card: both could point at somebody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="shared_tasks"
    )
    room = models.CharField(max_length=8, choices=Room)
    side = models.CharField(max_length=16, choices=Side)
    note = models.TextField(
        _("ce que vous voulez en dire"), max_length=1000, blank=True
    )
    #: Only to let the author take it back; no page and no export of others reads it.
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = SharedTaskQuerySet.as_manager()

    class Meta:
        # By a random key within a task: the order of arrival would tell who came when.
        ordering = ("ai_state", "wish", "id")


class TaskDecisionQuerySet(models.QuerySet["TaskDecision"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))


class TaskDecision(models.Model):
    """What people decided together after talking of the shared tasks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="task_decisions"
    )
    room = models.CharField(max_length=8, choices=Room)
    text = models.TextField(_("ce qui est décidé"), max_length=2000)
    decided_on = models.DateField(_("décidé le"))
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TaskDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-recorded_at", "id")

    def __str__(self) -> str:
        return self.text
