"""Meetings of the instance (réunions): agenda, attendance, minutes (procès-verbal)."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.enums import AttendanceStatus, MeetingKind, MeetingState, PointKind
from dialogue.models.consultations import Consultation
from projects.enums import Side
from projects.models import Item, Member, Organisation, Project, Report

S = MeetingState
#: The minutes are the delegation's own until they are sent.
MINUTES_SHARED = (S.SENT, S.APPROVED)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, *members: Member) -> Self:
        """Meetings of the places' organisations; a guest's are those of the project.

        Without the caucus, a meeting exists once its agenda was proposed.
        """
        scope = Q(pk__in=[])
        for member in members:
            if member.project_id is None:
                place = Q(organisation=member.organisation_id)
            else:
                treated = AgendaPoint.objects.filter(project=member.project_id)
                place = Q(project=member.project_id) | Q(
                    pk__in=treated.values("meeting")
                )
            if not member.sees_caucus:
                place &= ~Q(state=S.DRAFT)
            scope |= place
        return self.filter(scope)

    def sitting_on(self, consultation: Consultation) -> Self:
        """Convened or held, with a point on it; one without quorum treats nothing."""
        points = AgendaPoint.objects.filter(consultation=consultation)
        return self.filter(pk__in=points.values("meeting")).exclude(
            state__in=[S.DRAFT, S.PROPOSED, S.CANCELLED, S.NO_QUORUM]
        )

    def treating(self, project: Project) -> Self:
        """Meetings filed under `project`, or with a point about it."""
        points = AgendaPoint.objects.filter(project=project)
        return self.filter(Q(project=project) | Q(pk__in=points.values("meeting")))


class Meeting(models.Model):
    """One meeting; `project` is the file it is filed under, where its dates stand.

    Its agenda may treat other projects of the organisation, point by point.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="meetings"
    )
    held_on = models.DateField(_("date"))
    starts_at = models.TimeField(_("heure"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    chair = models.CharField(_("présidence"), max_length=120, blank=True)
    kind = models.CharField(
        _("type"), max_length=16, choices=MeetingKind, default=MeetingKind.ORDINARY
    )
    video = models.BooleanField(_("en visioconférence"), default=False)
    #: Health, safety and working conditions: four such meetings a year (L2315-27).
    health = models.BooleanField(
        _("porte sur la santé, la sécurité et les conditions de travail"), default=False
    )
    state = models.CharField(max_length=12, choices=S, default=S.DRAFT)
    #: The agenda is set by president and secretary: the day each agreed (L2315-29).
    secretary_agreed_on = models.DateField(null=True, blank=True)
    president_agreed_on = models.DateField(null=True, blank=True)
    convened_on = models.DateField(null=True, blank=True)
    documents_on = models.DateField(null=True, blank=True)
    #: The meeting without quorum that this one takes up again (public sector).
    takes_up = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_up"
    )
    minutes_sent_on = models.DateField(null=True, blank=True)
    approved_at = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="approves"
    )
    #: The approved minutes, frozen with their digest.
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-created_at")
        indexes = [
            models.Index(fields=("organisation", "held_on"), name="meeting_by_day")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[S.HELD, *MINUTES_SHARED])
                | Q(convened_on__isnull=False),
                name="meeting_held_convened",
                violation_error_message=_("Une réunion tenue a été convoquée."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=MINUTES_SHARED)
                | Q(minutes_sent_on__isnull=False),
                name="meeting_sent_dated",
                violation_error_message=_("Un procès-verbal envoyé porte sa date."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=S.APPROVED, approved_at__isnull=False, report__isnull=False
                )
                | (~Q(state=S.APPROVED) & Q(approved_at=None, report=None)),
                name="meeting_approved_frozen",
                violation_error_message=_(
                    "Un procès-verbal approuvé dit à quelle réunion, et reste figé."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("dialogue:meeting", args=[self.project_id, self.pk])

    @property
    def state_words(self) -> str:
        """Proposed says nothing any more once both have agreed (L2315-29)."""
        agreed = self.secretary_agreed_on and self.president_agreed_on
        if self.state == S.PROPOSED and agreed:
            return str(_("ordre du jour convenu des deux côtés"))
        return self.get_state_display()


class AgendaPointQuerySet(models.QuerySet["AgendaPoint"]):
    def visible_to(self, *members: Member) -> Self:
        """Points of the meetings they see; a guest's are those of the project alone."""
        scope = Q(pk__in=[])
        for member in members:
            place = Q(meeting__in=Meeting.objects.visible_to(member))
            if member.project_id is not None:
                place &= Q(project=member.project_id)
            scope |= place
        return self.filter(scope)


class AgendaPoint(models.Model):
    """A point of the agenda, and what the minutes say of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="points"
    )
    rank = models.PositiveIntegerField()
    title = models.CharField(_("titre"), max_length=200)
    kind = models.CharField(_("type"), max_length=16, choices=PointKind)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: The step of the thread that it puts on the table; its readers alone know it.
    origin = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_by = models.CharField(max_length=16, choices=Side)
    to_vote = models.BooleanField(_("mis au vote"), default=False)
    #: A compulsory consultation: either side enters it alone (L2315-29).
    by_law = models.BooleanField(default=False)
    minutes = models.TextField(_("procès-verbal"), max_length=20000, blank=True)
    #: The optimistic lock of the text above.
    revision = models.PositiveIntegerField(default=0)
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = AgendaPointQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "consultation"),
                condition=Q(consultation__isnull=False),
                name="point_consultation_once",
                violation_error_message=_(
                    "Cette consultation est déjà à l’ordre du jour."
                ),
            ),
            models.CheckConstraint(
                condition=Q(consultation=None) | Q(project__isnull=False),
                name="point_consultation_in_project",
            ),
            models.CheckConstraint(
                condition=Q(votes_for=None, votes_against=None, abstentions=None)
                | Q(
                    votes_for__isnull=False,
                    votes_against__isnull=False,
                    abstentions__isnull=False,
                    to_vote=True,
                ),
                name="point_vote_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def voted(self) -> bool:
        return self.votes_for is not None


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, *members: Member) -> Self:
        """Names: the caucus's own, and the filing project's management once sent."""
        scope = Q(pk__in=[])
        for member in members:
            if member.sees_caucus:
                scope |= Q(meeting__in=Meeting.objects.visible_to(member))
            elif member.side == Side.MANAGEMENT and member.project_id is not None:
                scope |= Q(
                    meeting__project=member.project_id,
                    meeting__state__in=MINUTES_SHARED,
                )
        return self.filter(scope)

    def present(self) -> Self:
        return self.filter(status=AttendanceStatus.PRESENT)

    def voting(self) -> Self:
        """Present and entitled: titulaires, and substitutes who replace one."""
        return self.present().filter(Q(substitute=False) | Q(replaces__isnull=False))

    def treating(self, consultation: Consultation, day: date) -> Self:
        """Sheets of the meetings of that day that treated the consultation.

        One that was cancelled, or had no quorum, treated nothing.
        """
        points = AgendaPoint.objects.filter(consultation=consultation)
        return self.filter(
            meeting__in=points.values("meeting"), meeting__held_on=day
        ).exclude(meeting__state__in=[S.CANCELLED, S.NO_QUORUM])


class Attendance(models.Model):
    """One line of the attendance sheet (feuille de présence).

    `substitute`: a suppléant·e, who votes only in place of the titulaire `replaces`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="attendance"
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    substitute = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=AttendanceStatus)
    replaces = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("substitute", "member__user__name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("meeting", "member"), name="attendance_once"
            ),
            models.UniqueConstraint(
                fields=("meeting", "replaces"),
                condition=Q(replaces__isnull=False),
                name="attendance_replaced_once",
                violation_error_message=_(
                    "Un·e titulaire n’est remplacé·e que par une personne."
                ),
            ),
            models.CheckConstraint(
                condition=Q(replaces=None)
                | Q(substitute=True, status=AttendanceStatus.PRESENT),
                name="attendance_substitute_present",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)
