"""A grid used on a project: who answers, what they answer, what they agree on."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import AnswerKind, AssessmentState, Party, Round, Trust
from diagnostics.instruments.grids import Grid
from diagnostics.models.instruments import InstrumentVersion, published_grid
from projects.enums import Room, Side
from projects.models import Document, Member, Organisation, Project, System
from projects.models.items import rooms

LATEST_FIRST = ("-started_on", "-created_at", "id")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def kept(self) -> Self:
        return self.exclude(state=AssessmentState.CANCELLED)

    def cancelled(self) -> Self:
        return self.filter(state=AssessmentState.CANCELLED)

    def rested_on(self) -> Self:
        """Those whose results something was drawn from: they stay what they were."""
        drawn = Q(findings__isnull=False) | Q(practices__isnull=False)
        counts = (AssessmentState.OPEN, AssessmentState.CLOSED)
        again = Q(followed_by__state__in=counts)
        return self.filter(drawn | Q(agreed__isnull=False) | again).distinct()

    def after(self, row: Assessment) -> Assessment | None:
        """The last of the rounds that follow `row`, None when there is none."""
        last = None
        while found := self.kept().filter(previous=last or row).first():
            last = found
        return last

    def with_counts(self) -> Self:
        """With `handed_in`, how many sheets each has that count; the latest first."""
        # A query that groups forgets the order of its model.
        done = Q(respondents__done_at__isnull=False)
        counted = self.annotate(handed_in=models.Count("respondents", filter=done))
        return counted.order_by(*LATEST_FIRST)

    def rounds_up_to(self, row: Assessment) -> list[Assessment]:
        """The rounds that `row` comes after, the first one first, and itself.

        One query at the most, however many rounds there are.
        """
        rounds = [row]
        if row.previous_id is None:
            return rounds
        known = self.filter(
            project_id=row.project_id, version_id=row.version_id, room=row.room
        ).in_bulk()
        while (last := rounds[-1]).previous_id:
            last.previous = known[last.previous_id]
            rounds.append(last.previous)
        return rounds[::-1]


class Assessment(models.Model):
    """Diagnostic: one use of one version of a grid, in one room."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="assessments"
    )
    #: What it bears on, when it is one system of the project and not the whole of it.
    #: Whoever reads the diagnostic reads its name: choosing it said so.
    system = models.ForeignKey(
        System,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        verbose_name=_("système"),
    )
    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="assessments"
    )
    title = models.CharField(_("titre"), max_length=160)
    about = models.TextField(
        _("ce qui est regardé"),
        max_length=2000,
        blank=True,
        help_text=_("L’outil, le service, l’écran ou le tableau dont on parle."),
    )
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    round = models.CharField(_("moment"), max_length=8, choices=Round, default=Round.T0)
    #: The use of the same version that this one is compared with.
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
    )
    state = models.CharField(
        max_length=16, choices=AssessmentState, default=AssessmentState.OPEN
    )
    started_on = models.DateField(_("ouvert le"), default=timezone.localdate)
    closed_at = models.DateTimeField(null=True, blank=True)
    #: Brought in from a file: its round followed another one, elsewhere.
    imported = models.BooleanField(default=False, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.TextField(_("motif"), max_length=300, blank=True)
    #: {criterion: {party: {level or kind: number of answers}}}, written when it closes.
    counts = models.JSONField(default=dict, blank=True, editable=False)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = LATEST_FIRST
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[AssessmentState.OPEN, AssessmentState.CANCELLED],
                    closed_at=None,
                )
                | Q(state=AssessmentState.CLOSED, closed_at__isnull=False),
                name="assessment_closed_with_its_moment",
                violation_error_message=_("Un diagnostic clos porte son moment."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=AssessmentState.CANCELLED, cancelled_at__isnull=False)
                    & ~Q(cancel_reason="")
                )
                | (
                    ~Q(state=AssessmentState.CANCELLED)
                    & Q(cancelled_at=None, cancel_reason="")
                ),
                name="assessment_cancelled_with_its_reason",
                violation_error_message=_("Un diagnostic annulé porte son motif."),
            ),
            models.CheckConstraint(
                condition=Q(round=Round.T0, previous=None)
                | (~Q(round=Round.T0) & Q(previous__isnull=False))
                | Q(imported=True, previous=None),
                name="assessment_round_follows_another",
                violation_error_message=_(
                    "Un diagnostic refait suit un premier diagnostic."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("diagnostics:assessment", args=[self.project_id, self.pk])

    @property
    def grid(self) -> Grid:
        """The grid it was opened with."""
        return published_grid(self.version_id)


class RespondentQuerySet(models.QuerySet["Respondent"]):
    def handed_in(self) -> Self:
        """Those that count: a sheet is a draft until it is handed in."""
        return self.filter(done_at__isnull=False)

    def written_by(self, *members: Member) -> Self:
        """Those whose pen one holds: nobody else writes or reads them before the end.

        A side shares its groups: another elected person may go on with the sheet.
        """
        scope = Q(pk__in=[])
        for member in members:
            mine = Q(held_by=member) | Q(group=True, held_by__side=member.side)
            scope |= mine & Q(assessment__organisation=member.organisation_id)
        return self.filter(scope)


class Respondent(models.Model):
    """One person or one group that answers, for one party. Groups have no names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="respondents"
    )
    party = models.CharField(_("partie"), max_length=16, choices=Party)
    group = models.BooleanField(_("réponse d’un groupe"), default=False)
    label = models.CharField(
        _("groupe"),
        max_length=120,
        blank=True,
        help_text=_("Un métier, un service, un atelier. Aucun nom de personne."),
    )
    people = models.PositiveIntegerField(_("nombre de personnes"), default=1)
    held_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    #: Read from a file: whoever brought it in answers for nobody.
    imported = models.BooleanField(default=False, editable=False)

    objects = RespondentQuerySet.as_manager()

    class Meta:
        ordering = ("party", "created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "held_by", "party"),
                condition=Q(group=False, imported=False),
                name="respondent_once_per_person",
                violation_error_message=_("Vous répondez déjà pour cette partie."),
            ),
            models.CheckConstraint(
                condition=Q(group=False, people=1, label="")
                | (Q(group=True, people__gte=2) & ~Q(label="")),
                name="respondent_group_has_label_and_people",
                violation_error_message=_(
                    "Un groupe a un nom et au moins deux personnes."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_party_display()

    @property
    def said_by(self) -> str:
        """The group, beside words. A file does not say which sheet its words are of."""
        return "" if self.imported else self.label


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> Self:
        """Answers, less the words that wait for one."""
        return self.exclude(kind=AnswerKind.DRAFT)

    def handed_in(self) -> Self:
        """What results count, show, quote and export: nothing else leaves a sheet."""
        return self.given().filter(respondent__done_at__isnull=False)

    def texts_for(self, member: Member) -> Self:
        """Answers with words, less those that another side keeps to itself."""
        said = self.handed_in().exclude(verbatim="", evidence="", document=None)
        return said.filter(Q(private=False) | Q(side=member.side))


class Answer(models.Model):
    """What one respondent says of one criterion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    respondent = models.ForeignKey(
        Respondent, on_delete=models.PROTECT, related_name="answers"
    )
    criterion = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=AnswerKind)
    level = models.SmallIntegerField(_("degré"), null=True, blank=True)
    trust = models.PositiveSmallIntegerField(
        _("assurance"), choices=Trust, null=True, blank=True
    )
    verbatim = models.TextField(_("ce qui se dit"), max_length=4000, blank=True)
    evidence = models.TextField(_("ce qui le montre"), max_length=2000, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    private = models.BooleanField(_("garder ces mots pour notre partie"), default=False)
    #: Side of who held the pen, copied: it decides who reads what is kept.
    side = models.CharField(max_length=16, choices=Side)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("criterion", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("respondent", "criterion"), name="answer_once_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(kind=AnswerKind.LEVEL, level__isnull=False)
                | (~Q(kind=AnswerKind.LEVEL) & Q(level=None)),
                name="answer_level_only_with_a_degree",
                violation_error_message=_(
                    "Choisissez un degré, ou dites pourquoi non."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} : {self.get_kind_display()}"


class AgreedLevel(models.Model):
    """A degree that people agreed on together, with who disagrees. Never computed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="agreed"
    )
    criterion = models.CharField(max_length=40)
    level = models.SmallIntegerField(_("degré convenu"), null=True, blank=True)
    note = models.TextField(_("pourquoi ce degré"), max_length=2000, blank=True)
    disagreement = models.TextField(
        _("qui n’est pas d’accord, et pourquoi"), max_length=2000, blank=True
    )
    agreed_on = models.DateField(_("convenu le"))
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    #: Who proposed it elsewhere and what each side said of it there, as a file tells:
    #: facts of the past (`diagnostics/proposals.py`). Empty for what is written here.
    from_file = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ("criterion",)
        constraints = [
            models.UniqueConstraint(
                fields=("assessment", "criterion"), name="agreed_once_per_criterion"
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=False) | ~Q(disagreement=""),
                name="agreed_level_or_disagreement",
                violation_error_message=_(
                    "Notez un degré convenu, ou le désaccord qui demeure."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.criterion
