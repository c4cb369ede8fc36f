"""Numbered questions, sent in dated batches, and the employer's answers."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.enums import RESOLUTIONS, LetterKind, QuestionState, Theme
from dialogue.models.consultations import Consultation
from dialogue.models.meetings import AgendaPoint
from projects.enums import Room
from projects.models import Document, Item, Member, Organisation, Project
from projects.models.items import rooms


class QuestionBatchQuerySet(models.QuerySet["QuestionBatch"]):
    def visible_to(self, *members: Member) -> Self:
        """Batches follow their consultation: what was sent is shared with its sides."""
        return self.filter(consultation__in=Consultation.objects.visible_to(*members))


class QuestionBatch(models.Model):
    """Questions sent together: the receipt that nobody can dispute later."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="batches"
    )
    rank = models.PositiveIntegerField()
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answer_wanted_on = models.DateField(
        _("réponse demandée pour le"), null=True, blank=True
    )

    objects = QuestionBatchQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(
                fields=("consultation", "rank"), name="batch_rank_unique"
            )
        ]

    def __str__(self) -> str:
        return _("Envoi n° %(rank)s") % {"rank": self.rank}


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members, "item__room"))

    def kept(self) -> Self:
        """Those that nobody withdrew."""
        return self.exclude(state=QuestionState.WITHDRAWN)

    def drafts(self) -> Self:
        return self.filter(state=QuestionState.DRAFT)

    def waiting(self) -> Self:
        """Sent, and not fully answered in the eyes of the delegation."""
        return self.filter(state__in=[QuestionState.SENT, QuestionState.PARTLY])


class Question(models.Model):
    """A question to the employer (observations motivées, L2312-15)."""

    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, primary_key=True, related_name="question"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="questions"
    )
    theme = models.CharField(
        _("thème"), max_length=16, choices=Theme, default=Theme.OTHER
    )
    text = models.TextField(_("question"), max_length=4000)
    #: Which question of the library it started from, so that none comes twice.
    library = models.CharField(max_length=60, blank=True, editable=False)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=QuestionState, default=QuestionState.DRAFT
    )
    batch = models.ForeignKey(
        QuestionBatch,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("item__rank",)
        constraints = [
            models.UniqueConstraint(
                fields=("consultation", "library"),
                condition=~Q(library="") & ~Q(state=QuestionState.WITHDRAWN),
                name="question_library_once",
                violation_error_message=_(
                    "Cette question de la bibliothèque est déjà dans la consultation."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[QuestionState.DRAFT, QuestionState.WITHDRAWN],
                    batch=None,
                )
                | (
                    ~Q(state__in=[QuestionState.DRAFT, QuestionState.WITHDRAWN])
                    & Q(batch__isnull=False)
                ),
                name="question_sent_with_batch",
                violation_error_message=_(
                    "Une question transmise appartient à un envoi daté."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """A dated answer of the employer to one question (réponse motivée, L2312-15)."""

    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, primary_key=True, related_name="answer"
    )
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers"
    )
    text = models.TextField(_("réponse"), max_length=20000)
    partial = models.BooleanField(_("réponse partielle"), default=False)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    documents = models.ManyToManyField(Document, blank=True, related_name="+")

    class Meta:
        ordering = ("answered_at",)

    def __str__(self) -> str:
        return self.text


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, *members: Member) -> Self:
        """Letters of the consultations they see; a draft never leaves the caucus."""
        scope = Q(pk__in=[])
        for member in members:
            seen = Q(consultation__in=Consultation.objects.visible_to(member))
            scope |= seen if member.sees_caucus else seen & Q(room=Room.SHARED)
        return self.filter(scope)


class Letter(models.Model):
    """A letter or a text to vote, frozen as it was sent (features B3 and K6).

    `sources` and `notes` are what it was assembled from and what is left to check:
    the delegation's own, whatever the room.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="letters"
    )
    rank = models.PositiveIntegerField()
    kind = models.CharField(
        _("genre"), max_length=12, choices=LetterKind, default=LetterKind.REMINDER
    )
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"), max_length=20000)
    room = models.CharField(max_length=8, choices=Room, default=Room.CAUCUS)
    written_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sources = models.JSONField(default=list, blank=True, editable=False)
    notes = models.JSONField(default=list, blank=True, editable=False)
    #: Where its files are in the dossier: the draft's own, then the one sent.
    filed = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: The point of an agenda that puts it to the vote.
    point = models.ForeignKey(
        AgendaPoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    adopted_on = models.DateField(_("adoptée le"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(
                fields=("consultation", "rank"), name="letter_rank_unique"
            ),
            models.CheckConstraint(
                condition=Q(adopted_on=None) | Q(kind__in=sorted(RESOLUTIONS)),
                name="letter_adopted_resolution",
                violation_error_message=_("Seule une délibération est adoptée."),
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, room=Room.CAUCUS)
                | Q(sent_at__isnull=False, room=Room.SHARED),
                name="letter_sent_is_shared",
                violation_error_message=_(
                    "Une lettre envoyée est dans l’espace partagé, un brouillon jamais."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.subject
