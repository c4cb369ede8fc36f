"""Documents with versions, provenance, confidentiality, and who opened what."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import DueState, Room
from projects.models.items import rooms
from projects.models.people import Member, Organisation
from projects.models.projects import Project

#: Somebody looked, and it is not there or does not suffice.
WANTING = Q(state=DueState.INSUFFICIENT) | Q(
    state=DueState.MISSING, judged_on__isnull=False
)


class InformationDueQuerySet(models.QuerySet["InformationDue"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def wanting(self) -> Self:
        return self.filter(WANTING)


class InformationDue(models.Model):
    """One line of the checklist of information the employer owes (feature B2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="information_due"
    )
    rank = models.PositiveIntegerField()
    label = models.CharField(_("information attendue"), max_length=300)
    why = models.CharField(_("pourquoi"), max_length=300, blank=True)
    room = models.CharField(max_length=8, choices=Room, default=Room.CAUCUS)
    state = models.CharField(
        _("état"), max_length=12, choices=DueState, default=DueState.MISSING
    )
    reason = models.CharField(
        _("motif"),
        max_length=400,
        blank=True,
        help_text=_("Ce qui a été reçu, ou ce qui manque et pourquoi."),
    )
    judged_on = models.DateField(null=True, blank=True)

    objects = InformationDueQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "rank"), name="information_due_rank_unique"
            ),
            models.CheckConstraint(
                condition=~Q(state=DueState.INSUFFICIENT) | ~Q(reason=""),
                name="information_due_insufficient_with_reason",
                violation_error_message=_(
                    "Dites en une phrase ce qui manque : la lettre de relance le "
                    "reprendra."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def to_judge(self) -> bool:
        """Listed, and nobody has looked yet: nothing says that it is missing."""
        return self.judged_on is None and self.state == DueState.MISSING

    @property
    def state_words(self) -> str:
        return str(_("à juger")) if self.to_judge else self.get_state_display()


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, *members: Member) -> Self:
        """Documents in the rooms these places open; confidential ones to their readers.

        A confidential document (article L2315-3) is listed only for its named readers,
        for the person who filed it, and for everybody once its duration is over.
        """
        named = _open_to_all() | Q(readers__in=members) | Q(filed_by__in=members)
        return self.filter(
            pk__in=self.model.objects.filter(rooms(members)).filter(named).values("pk")
        )

    def open_to_all(self) -> Self:
        """Those that every person of the project may read."""
        return self.filter(_open_to_all(), room=Room.SHARED)


def _open_to_all() -> Q:
    """Not confidential, or no longer."""
    return Q(confidential=False) | Q(confidential_until__lt=timezone.localdate())


class Document(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="documents"
    )
    rank = models.PositiveIntegerField()
    title = models.CharField(_("titre"), max_length=200)
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    given_by = models.CharField(
        _("remis par"), max_length=160, help_text=_("Personne ou service.")
    )
    given_on = models.DateField(_("remis le"))
    document_date = models.DateField(_("date du document"), null=True, blank=True)
    information_due = models.ManyToManyField(
        InformationDue,
        blank=True,
        related_name="documents",
        verbose_name=_("répond aux informations attendues"),
    )
    confidential = models.BooleanField(
        _("présenté comme confidentiel par l’employeur (L. 2315-3)"), default=False
    )
    confidential_until = models.DateField(
        _("confidentiel jusqu’au"), null=True, blank=True
    )
    readers = models.ManyToManyField(
        Member, blank=True, related_name="+", verbose_name=_("personnes autorisées")
    )
    filed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(
                fields=("project", "rank"), name="document_rank_unique"
            ),
            models.CheckConstraint(
                condition=Q(confidential=False) | Q(confidential_until__isnull=False),
                name="document_confidential_with_end",
                violation_error_message=_(
                    "Indiquez jusqu’à quelle date le document est confidentiel."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        return f"D-{self.rank}"


class DocumentVersion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="versions"
    )
    rank = models.PositiveIntegerField()
    stored_name = models.CharField(max_length=80, unique=True, editable=False)
    shown_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(
                fields=("document", "rank"), name="document_version_rank_unique"
            )
        ]

    def __str__(self) -> str:
        return self.shown_name


class DocumentOpening(models.Model):
    """Who opened which version, and when (feature D5)."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(
        DocumentVersion, on_delete=models.PROTECT, related_name="openings"
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-opened_at",)

    def __str__(self) -> str:
        return f"{self.member} {self.opened_at:%Y-%m-%d}"
