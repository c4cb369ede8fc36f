"""The journal: append-only, written in the transaction of what it tells."""

import uuid
from typing import Any, NoReturn, Self

from django.db import models
from django.utils import timezone

from projects.enums import Room
from projects.models.items import rooms
from projects.models.people import Member, Organisation
from projects.models.projects import Project

#: Acts of people whom nobody is to recognise: told with their day, never their hour.
HOURLESS = frozenset({"task.shared", "task.taken_back"})


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))


class Entry(models.Model):
    """One line of history, as it was shown that day.

    Names are copied, not linked: the line stays true when the person leaves. The
    database refuses UPDATE and DELETE (triggers, migration 0002).
    """

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)
    sentence = models.CharField(max_length=500)
    room = models.CharField(max_length=8, choices=Room)
    actor_id = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    target = models.UUIDField(default=uuid.uuid4)
    data = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("project", "id"), name="entry_by_project"),
            # Home shows the last lines: without it, a new organisation would read
            # the whole journal backwards to find that it has none.
            models.Index(fields=("organisation", "id"), name="entry_by_organisation"),
            # What hangs on the organisation alone tells its own history: the register.
            models.Index(
                fields=("target", "id"),
                condition=models.Q(project=None),
                name="entry_by_target",
            ),
            # So do needs and advice in a project. Two indexes, since SQLite takes
            # "project is null" in one of both for no help, and reads everything.
            models.Index(
                fields=("target", "id"),
                condition=models.Q(project__isnull=False),
                name="entry_by_target_of_project",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The journal is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The journal is append-only.")

    @property
    def hourless(self) -> bool:
        return self.verb in HOURLESS
