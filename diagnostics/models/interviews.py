"""Who has a stake in a project, what was heard from them, and what comes of it.

Notes of an interview are read by those who led it, and by nobody else.
"""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import Influence, InterviewState, Position, StakeSide
from diagnostics.instruments.learning import InterviewGuide
from diagnostics.models.instruments import InstrumentVersion
from projects.enums import Room
from projects.models import Item, Member, Organisation, Project
from projects.models.items import rooms
from projects.models.projects import places
from projects.workdays import add_months

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

#: Months that notes are kept when nobody says otherwise, and at the most.
NOTES_KEPT, NOTES_KEPT_AT_MOST = 12, 24


class StakeholderQuerySet(models.QuerySet["Stakeholder"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(of_caucus(members))

    def on_map(self) -> Self:
        return self.filter(withdrawn_at=None)


def of_caucus(members: tuple[Member, ...]) -> Q:
    """What stands in the caucus whatever it says: rows without a room of their own."""
    return places(tuple(member for member in members if member.sees_caucus))


class Stakeholder(models.Model):
    """Acteur: a function or an organisation on the map; always in the caucus."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="stakeholders"
    )
    label = models.CharField(_("fonction ou organisation"), max_length=80)
    side = models.CharField(_("place"), max_length=16, choices=StakeSide)
    influence = models.CharField(_("influence"), max_length=12, choices=Influence)
    position = models.CharField(
        _("position"), max_length=12, choices=Position, default=Position.UNKNOWN
    )
    stake = models.TextField(_("enjeu"), max_length=1000, blank=True)
    relations = models.TextField(_("liens"), max_length=1000, blank=True)
    #: Taken off the map, and still named by the interviews that were led.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ("label", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "label"),
                name="stakeholder_once_per_project",
                violation_error_message=_("Cet acteur est déjà sur la carte."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, *members: Member) -> Self:
        """Those of the caucus: when they take place, never what was said."""
        return self.filter(of_caucus(members))

    def held(self) -> Self:
        return self.exclude(state=InterviewState.PLANNED)


def last_day_of_notes() -> date:
    return add_months(timezone.localdate(), NOTES_KEPT)


class Interview(models.Model):
    """Entretien: planned, led, then taken into the synthesis. No name of who speaks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="interviews"
    )
    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="interviews"
    )
    stakeholder = models.ForeignKey(
        Stakeholder,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interviews",
    )
    interviewers = models.ManyToManyField(Member, related_name="+")
    day = models.DateField(_("date"))
    consent = models.BooleanField(_("accord donné"), default=False)
    state = models.CharField(
        max_length=12, choices=InterviewState, default=InterviewState.PLANNED
    )
    #: Last day of the notes; they are erased the day after.
    notes_until = models.DateField(_("à effacer le"), default=last_day_of_notes)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = InterviewQuerySet.as_manager()
    if TYPE_CHECKING:
        notes: RelatedManager["InterviewNote"]

    class Meta:
        ordering = ("-day", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=InterviewState.PLANNED) | Q(consent=True),
                name="interview_held_with_consent",
                violation_error_message=_(
                    "Un entretien est mené avec l’accord de la personne."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.stakeholder or _("Entretien"))

    def get_absolute_url(self) -> str:
        return reverse("diagnostics:interview", args=[self.project_id, self.pk])

    @property
    def guide(self) -> InterviewGuide:
        return guide_of(self.version)


def guide_of(version: InstrumentVersion) -> InterviewGuide:
    """Its text, when it is known to be the guide of an interview."""
    text = version.text
    assert isinstance(text, InterviewGuide)
    return text


class NoteQuerySet(models.QuerySet["InterviewNote"]):
    def readable_by(self, member: Member) -> Self:
        """Those of the interviews one led, while one is still in the caucus."""
        if not member.sees_caucus:
            return self.none()
        return self.filter(interview__interviewers=member)

    def count_heard(
        self, project: Project, version: InstrumentVersion, theme: str
    ) -> int:
        """Interviews with a note on the theme: how many is said, never which."""
        rows = self.filter(interview__project=project, interview__version=version)
        # Codes are looked for in Python: the two databases do not search lists alike.
        noted = rows.values_list("interview_id", "themes")
        return len({interview for interview, themes in noted if theme in themes})


class InterviewNote(models.Model):
    """What was heard, under one or more themes of the guide. Confidential."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="notes"
    )
    text = models.TextField(_("note"), max_length=4000)
    #: Codes of the guide's themes.
    themes = models.JSONField(default=list)
    verbatim = models.BooleanField(_("mots exacts"), default=False)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("written_at", "id")

    def __str__(self) -> str:
        return str(_("Note d’entretien"))


class SynthesisQuerySet(models.QuerySet["Synthesis"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))


class Synthesis(models.Model):
    """Ce qui ressort of one theme, written by people; never who said it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="syntheses"
    )
    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="syntheses"
    )
    theme = models.CharField(max_length=40)
    text = models.TextField(_("ce qui ressort"), max_length=6000)
    #: Interviews with a note on the theme when it was written: notes are erased.
    heard = models.PositiveSmallIntegerField(null=True, editable=False)
    room = models.CharField(max_length=8, choices=Room, default=Room.CAUCUS)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    objects = SynthesisQuerySet.as_manager()

    class Meta:
        ordering = ("theme", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "version", "theme"),
                name="synthesis_once_per_theme",
            )
        ]

    def __str__(self) -> str:
        return self.theme

    @property
    def title(self) -> str:
        """The theme in the words of its guide."""
        themes = guide_of(self.version).themes
        return next((one.title for one in themes if one.code == self.theme), self.theme)


class ThemeObservationQuerySet(models.QuerySet["ThemeObservation"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members, "item__room"))


class ThemeObservation(models.Model):
    """Observation (O-n): what interviews brought out, where a thread begins."""

    item = models.OneToOneField(
        Item,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="theme_observation",
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    synthesis = models.ForeignKey(
        Synthesis, on_delete=models.PROTECT, related_name="observations"
    )
    text = models.TextField(_("observation"), max_length=6000)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = ThemeObservationQuerySet.as_manager()

    class Meta:
        ordering = ("item__rank",)

    def __str__(self) -> str:
        return self.text
