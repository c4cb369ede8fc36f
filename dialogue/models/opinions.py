"""The opinion (avis): passages written together, a recorded vote, a transmission."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.enums import Choice, OpinionState, PassageKind, Stance, VoteMode
from dialogue.models.consultations import Consultation
from projects.models import Item, Member, Organisation, Project, Report
from projects.models.projects import places


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def visible_to(self, *members: Member) -> Self:
        """Opinions of the projects these places open; guests see what was sent."""
        scope = Q(pk__in=[])
        for member in members:
            place = places((member,))
            if not member.sees_caucus:
                place &= Q(state=OpinionState.TRANSMITTED)
            scope |= place
        return self.filter(scope)


class Opinion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, related_name="opinion"
    )
    state = models.CharField(
        max_length=12, choices=OpinionState, default=OpinionState.DRAFTING
    )
    stance = models.CharField(
        _("sens de l’avis"), max_length=16, choices=Stance, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    adopted_on = models.DateField(null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[OpinionState.DRAFTING, OpinionState.VOTING],
                    adopted_on=None,
                )
                | (
                    Q(state__in=[OpinionState.ADOPTED, OpinionState.TRANSMITTED])
                    & Q(adopted_on__isnull=False)
                    & ~Q(stance="")
                ),
                name="opinion_adopted_dated",
                violation_error_message=_("Un avis adopté porte sa date et son sens."),
            )
        ]

    def __str__(self) -> str:
        return str(self.consultation)


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, *members: Member) -> Self:
        """Passages with their drafts and history: the caucus's own, even once sent."""
        scope = Q(pk__in=[])
        for member in members:
            if member.sees_caucus:
                scope |= Q(opinion__in=Opinion.objects.visible_to(member))
        return self.filter(scope)

    def kept(self) -> Self:
        """Those that make the text today."""
        return self.filter(removed_at=None)


class Passage(models.Model):
    """One paragraph of an opinion; a point hangs on the thread through its item.

    `revision` is the optimistic lock: a save names the revision it started from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(
        Opinion, on_delete=models.PROTECT, related_name="passages"
    )
    kind = models.CharField(max_length=12, choices=PassageKind)
    rank = models.PositiveIntegerField()
    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="passage"
    )
    title = models.CharField(_("titre"), max_length=200, blank=True)
    text = models.TextField(_("texte"), max_length=20000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    #: What a proposal from the dossier was made of, so that it never comes twice.
    proposal = models.CharField(max_length=60, blank=True, editable=False)
    #: A removed passage keeps its history and leaves the text.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "rank")
        constraints = [
            models.UniqueConstraint(
                fields=("opinion", "kind", "rank"), name="passage_rank_unique"
            ),
            models.UniqueConstraint(
                fields=("opinion", "proposal"),
                condition=~Q(proposal=""),
                name="passage_proposed_once",
            ),
            models.CheckConstraint(
                condition=(Q(kind=PassageKind.POINT) & Q(item__isnull=False))
                | (~Q(kind=PassageKind.POINT) & Q(item=None)),
                name="passage_point_is_item",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:60]


class PassageRevision(models.Model):
    """What a passage said at each save, and who saved it."""

    id = models.BigAutoField(primary_key=True)
    passage = models.ForeignKey(
        Passage, on_delete=models.PROTECT, related_name="revisions"
    )
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    saved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-revision",)
        constraints = [
            models.UniqueConstraint(
                fields=("passage", "revision"), name="passage_revision_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.revision}"


class VoteQuerySet(models.QuerySet["Vote"]):
    def visible_to(self, *members: Member) -> Self:
        """Votes of the opinions they see; without the caucus, only the one adopted."""
        scope = Q(pk__in=[])
        for member in members:
            seen = Q(opinion__in=Opinion.objects.visible_to(member))
            scope |= seen if member.sees_caucus else seen & Q(adopted=True)
        return self.filter(scope)

    def shared(self) -> Self:
        """What a paper that guests read may tell: adopted, of an opinion sent."""
        return self.filter(adopted=True, opinion__state=OpinionState.TRANSMITTED)

    def ballots_visible_to(self, *members: Member) -> Self:
        """Votes of which they may read who voted what: the caucus's own."""
        return self.visible_to(*(member for member in members if member.sees_caucus))


class Vote(models.Model):
    """A recorded vote on the opinion (L2315-32: majority of the members present).

    The president never votes when the elected members are consulted, and is not in
    the numbers. Public by nature: no pretence of secrecy. In a public body the vote is
    on the project and gives an opinion whatever it is (R254-60).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="votes")
    mode = models.CharField(_("mode"), max_length=16, choices=VoteMode)
    held_on = models.DateField(_("date du vote"), default=timezone.localdate)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    present = models.PositiveIntegerField(_("votant·es présent·es"), default=0)
    votes_for = models.PositiveIntegerField(_("pour"), default=0)
    votes_against = models.PositiveIntegerField(_("contre"), default=0)
    abstentions = models.PositiveIntegerField(_("abstentions"), default=0)
    #: Counted by R254-60 rather than by L2315-32; fixed when the vote opens.
    public = models.BooleanField(default=False, editable=False)
    #: Whether the vote gave the opinion.
    adopted = models.BooleanField(null=True, blank=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        ordering = ("opened_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("opinion",),
                condition=Q(closed_at=None, cancelled_at=None),
                name="vote_one_open_per_opinion",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, adopted=None)
                | Q(
                    closed_at__isnull=False,
                    adopted__isnull=False,
                    present=F("votes_for") + F("votes_against") + F("abstentions"),
                    present__gte=1,
                ),
                name="vote_closed_adds_up",
                violation_error_message=_(
                    "Pour, contre et abstentions doivent faire le nombre de présent·es."
                ),
            ),
            models.CheckConstraint(
                condition=Q(adopted=None)
                | Q(public=True, adopted=True)
                | Q(
                    public=False,
                    adopted=True,
                    votes_for__gt=F("votes_against") + F("abstentions"),
                )
                | Q(
                    public=False,
                    adopted=False,
                    votes_for__lte=F("votes_against") + F("abstentions"),
                ),
                name="vote_adopted_by_its_law",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion} {self.held_on}"


class Voter(models.Model):
    """A member entitled to vote and present: one row, one choice, cast once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="voters")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=8, choices=Choice, blank=True)
    cast_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("member__user__name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("vote", "member"), name="voter_once_per_vote"
            ),
            models.CheckConstraint(
                condition=Q(choice="", cast_at=None)
                | (~Q(choice="") & Q(cast_at__isnull=False)),
                name="voter_choice_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)


class Transmission(models.Model):
    """The opinion sent to the employer, with the frozen PDF and its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opinion = models.OneToOneField(
        Opinion, on_delete=models.PROTECT, related_name="transmission"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    #: Names and addresses as they were that day.
    recipients = models.JSONField(default=list)

    class Meta:
        ordering = ("sent_at",)

    def __str__(self) -> str:
        return str(self.opinion)
