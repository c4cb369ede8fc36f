"""Commitments: who owes what, by when, and how it will be known."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.enums import CommitmentState
from projects.models import Item, Member, Organisation, Project
from projects.models.items import rooms


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members, "item__room"))

    def kept(self) -> Self:
        """Those that nobody withdrew."""
        return self.exclude(state=CommitmentState.WITHDRAWN)


class Commitment(models.Model):
    """Engagement (E-n), drawn from a step of the thread."""

    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, primary_key=True, related_name="commitment"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="commitments"
    )
    text = models.TextField(_("engagement"), max_length=4000)
    who = models.CharField(_("qui s’engage"), max_length=200, blank=True)
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    evidence = models.CharField(_("ce qui le montrera"), max_length=300, blank=True)
    state = models.CharField(
        max_length=12, choices=CommitmentState, default=CommitmentState.PROPOSED
    )
    author = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("item__rank",)

    def __str__(self) -> str:
        return self.text
