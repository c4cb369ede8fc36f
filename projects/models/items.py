"""The thread: every step is an item with a number, a room and where it comes from."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import ItemKind, Room
from projects.models.people import Member, Organisation
from projects.models.projects import Project, places


def rooms(members: tuple[Member, ...], room_path: str = "room") -> Q:
    """Rows of the places' organisations or projects, in rooms each may enter.

    The caucus of an organisation opens only through the place that holds it: being a
    delegate here gives nothing in a project where one is the employer's guest.
    """
    scope = Q(pk__in=[])
    for member in members:
        place = places((member,))
        if not member.sees_caucus:
            place &= Q(**{room_path: Room.SHARED})
        scope |= place
    return scope


class ItemQuerySet(models.QuerySet["Item"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def kept(self) -> Self:
        """The steps that still stand: a withdrawn one keeps its number and its page."""
        return self.filter(withdrawn_at=None)


class Item(models.Model):
    """One knot of the thread. Upper floors hang their own rows on it (one to one)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=1, choices=ItemKind)
    rank = models.PositiveIntegerField()
    title = models.CharField(_("titre"), max_length=300)
    state = models.CharField(max_length=80, blank=True)
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    origin = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("vient de"),
    )
    url = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "rank")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "kind", "rank"), name="item_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(origin=None) | ~Q(origin=F("id")),
                name="item_not_its_own_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """Number people quote: Q-12, E-3."""
        return f"{self.kind}-{self.rank}"
