"""PDF jobs, notices and outgoing mail: a row first, then the effect."""

import uuid
from enum import StrEnum
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import JobState, ReportKind, Role, Room
from projects.models.deadlines import Claimable
from projects.models.items import rooms
from projects.models.people import Member, Organisation, User
from projects.models.projects import Project

#: In the content of a paper that not everybody in its room may read: an `Audience`.
FOR_WHOM = "for_whom"
#: What papers made before said in place of it, for the president alone.
FOR_MANAGEMENT = "for_management"


class Audience(StrEnum):
    """Whom a paper is for, within its room; one that says nothing is for everyone."""

    #: It tells of other projects: no guest opens it, even let into the caucus.
    ORGANISATION = "organisation"
    #: The same, for who speaks for the president too.
    PRESIDENT = "president"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, *members: Member) -> Self:
        """Papers of the rooms they enter, among those that are for them.

        Members of the organisation read every paper of their rooms; a guest none that
        tells of the other projects, save the employer's, of the titles of an agenda.
        """
        scope = Q(pk__in=[])
        for member in members:
            papers = rooms((member,))
            if member.project_id is not None:
                papers &= _for_guests(president=member.role == Role.EMPLOYER)
            scope |= papers
        return self.filter(scope)


def _for_guests(*, president: bool) -> Q:
    """What nobody kept for others; `president`: they speak for the president."""
    everyone = Q((f"content__{FOR_WHOM}__isnull", True))
    if president:
        return everyone | Q((f"content__{FOR_WHOM}", Audience.PRESIDENT.value))
    return everyone & ~Q(content__has_key=FOR_MANAGEMENT)


class Report(Claimable):
    """A PDF asked for: one row per content, whoever asks and however often (EX-02)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="reports"
    )
    kind = models.CharField(max_length=16, choices=ReportKind)
    #: The row the report is about (a consultation, an opinion).
    subject = models.UUIDField()
    room = models.CharField(max_length=8, choices=Room)
    title = models.CharField(max_length=200)
    draft = models.BooleanField(default=True)
    #: Digest of everything the PDF shows: same content, same row, same file.
    content_key = models.CharField(max_length=64)
    #: Everything the template needs, frozen when the report was asked for.
    content = models.JSONField()
    progress = models.PositiveSmallIntegerField(default=0)
    stored_name = models.CharField(max_length=80, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    #: A frozen report is the proof of a transmission and is never deleted.
    frozen = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-asked_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "kind", "subject", "room", "content_key"),
                name="report_one_per_content",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE)
                | (Q(done_at__isnull=False) & ~Q(sha256="")),
                name="report_done_with_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.title


#: What is awaited in the shared room says so first: home frames it as such.
SHARED = "shared:"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One line in a person's notice centre, gathered into one digest a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, related_name="+"
    )
    sentence = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    digested_on = models.DateField(null=True, blank=True)
    #: The act that is awaited of the person, until it is done: "consultation:…:vote".
    awaits = models.CharField(max_length=80, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "id")
        indexes = [
            models.Index(
                fields=("user",), condition=Q(read_at=None), name="notice_unread"
            ),
            models.Index(
                fields=("user",), condition=~Q(awaits=""), name="notice_awaited"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def awaited_in(self) -> Room:
        return Room.SHARED if self.awaits.startswith(SHARED) else Room.CAUCUS


class Mail(Claimable):
    """An outgoing mail, unique by what caused it; sent at least once (AV-03)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    to = models.EmailField(_("à"), max_length=254)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    subject = models.CharField(max_length=200)
    text = models.TextField()
    unsubscribe_url = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "id")
        indexes = [
            models.Index(
                fields=("next_try_at",),
                condition=Q(state=JobState.WAITING),
                name="mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Heartbeat(models.Model):
    """When a recurring piece of work last ran (`/sante` reads it)."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
