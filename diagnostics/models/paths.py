"""A path of dialogue that a project follows, stage by stage and round by round."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import PathState, StageState
from diagnostics.instruments import DialoguePath
from diagnostics.models.instruments import InstrumentVersion
from projects.enums import Room
from projects.models import Member, Organisation, Project
from projects.models.items import rooms


class FollowedPathQuerySet(models.QuerySet["FollowedPath"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def underway(self) -> Self:
        return self.filter(state=PathState.OPEN)


class FollowedPath(models.Model):
    """Parcours suivi: one version of a path, and the round it is in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="followed_paths"
    )
    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="followed"
    )
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    round = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=PathState, default=PathState.OPEN)
    reason = models.TextField(_("pourquoi"), max_length=1000, blank=True)
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FollowedPathQuerySet.as_manager()

    class Meta:
        ordering = ("-started_on", "-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("project",),
                condition=Q(state=PathState.OPEN),
                name="path_one_underway",
                violation_error_message=_("Ce projet suit déjà un parcours."),
            ),
            models.CheckConstraint(
                condition=Q(state=PathState.OPEN, ended_on=None)
                | (~Q(state=PathState.OPEN) & Q(ended_on__isnull=False)),
                name="path_ended_with_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=PathState.LEFT) | ~Q(reason=""),
                name="path_left_with_a_reason",
                violation_error_message=_("Dites pourquoi le parcours s’arrête."),
            ),
        ]

    def __str__(self) -> str:
        return self.text.header.title

    def get_absolute_url(self) -> str:
        return reverse("diagnostics:path", args=[self.project_id])

    @property
    def text(self) -> DialoguePath:
        text = self.version.text
        assert isinstance(text, DialoguePath)
        return text


class StageRecord(models.Model):
    """One stage in one round: what was reached, what was left and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.ForeignKey(
        FollowedPath, on_delete=models.PROTECT, related_name="records"
    )
    round = models.PositiveIntegerField()
    stage = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=StageState, default=StageState.HERE)
    entered_on = models.DateField(default=timezone.localdate)
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(_("ce qui s’est passé"), max_length=2000, blank=True)
    #: Positions, from 0, among the exit criteria of the stage.
    ticked = models.JSONField(default=list, blank=True)
    left_because = models.TextField(
        _("pourquoi passer sans eux"), max_length=1000, blank=True
    )

    class Meta:
        ordering = ("round", "entered_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("path", "round", "stage"), name="stage_once_per_round"
            ),
            models.UniqueConstraint(
                fields=("path",),
                condition=Q(state=StageState.HERE),
                name="stage_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=StageState.DONE, done_on__isnull=False)
                | (~Q(state=StageState.DONE) & Q(done_on=None)),
                name="stage_done_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} : {self.get_state_display()}"
