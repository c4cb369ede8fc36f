"""What a diagnostic leaves behind: findings in the thread, and good practices."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import PracticeState
from diagnostics.models.assessments import Assessment
from projects.enums import Room
from projects.models import Item, Member, Organisation, Project
from projects.models.items import rooms


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members, "item__room"))


class Finding(models.Model):
    """Constat (C-n): what a criterion showed, where the thread begins."""

    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, primary_key=True, related_name="finding"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="findings"
    )
    criterion = models.CharField(max_length=40)
    text = models.TextField(_("constat"), max_length=4000)
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ("item__rank",)

    def __str__(self) -> str:
        return self.text


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))


class Practice(models.Model):
    """One line of the good-practice reference (référentiel de bonnes pratiques)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="practices"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="practices"
    )
    criterion = models.CharField(_("critère"), max_length=40, blank=True)
    text = models.TextField(_("bonne pratique"), max_length=2000)
    reason = models.TextField(_("pourquoi"), max_length=2000, blank=True)
    who = models.CharField(_("qui s’en charge"), max_length=200, blank=True)
    when = models.CharField(_("quand"), max_length=200, blank=True)
    how_known = models.CharField(_("comment on le saura"), max_length=300, blank=True)
    room = models.CharField(max_length=8, choices=Room)
    state = models.CharField(
        max_length=12, choices=PracticeState, default=PracticeState.PROPOSED
    )
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(null=True, blank=True)
    #: Who led it where it stands, and why when it is given up.
    moved_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_words = models.TextField(_("motif"), max_length=1000, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ("criterion", "proposed_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PracticeState.PROPOSED) | Q(moved_at__isnull=False),
                name="practice_moved_with_its_moment",
            )
        ]

    def __str__(self) -> str:
        return self.text
