"""Instruments and their versions: what was published never changes."""

import uuid
from functools import lru_cache
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import InstrumentKind
from diagnostics.instruments import Grid, from_values
from diagnostics.instruments import Instrument as InstrumentText
from projects.models import Member, Organisation

#: How an instrument was titled in the version that somebody used: it may be called
#: otherwise today.
TITLE_THEN = KeyTextTransform("title", "version__content")


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, *members: Member) -> Self:
        """Those of Navette, one's own, and those shared in one's organisations.

        A guest uses the instrument of an assessment; the library is not theirs.
        """
        scope = Q(organisation=None)
        for member in members:
            if member.project_id is None:
                scope |= Q(organisation=member.organisation_id) & (
                    Q(shared=True) | Q(created_by=member)
                )
        return self.filter(scope)

    def published(self) -> Self:
        return self.exclude(current=None)

    def named(self, name: str) -> Self:
        """The one an address names: Navette's by their slug, the others by their id."""
        try:
            return self.filter(pk=uuid.UUID(name))
        except ValueError:
            # PostgreSQL refuses a NUL, and no slug holds one.
            known = name.isprintable()
            return self.filter(organisation=None, slug=name) if known else self.none()


class Instrument(models.Model):
    """A method made usable. Without organisation, it comes with Navette."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    slug = models.CharField(max_length=60)
    kind = models.CharField(_("type"), max_length=12, choices=InstrumentKind)
    title = models.CharField(_("titre"), max_length=160)
    summary = models.CharField(_("à quoi elle sert"), max_length=600)
    #: The version that new uses take.
    current = models.ForeignKey(
        "InstrumentVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    copied_from = models.ForeignKey(
        "InstrumentVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
    )
    shared = models.BooleanField(_("partagée dans l’organisation"), default=False)
    created_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InstrumentQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "title", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("kind", "slug"),
                condition=Q(organisation=None),
                name="instrument_slug_unique",
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, created_by=None)
                | Q(organisation__isnull=False, created_by__isnull=False),
                name="instrument_of_navette_or_of_a_member",
            ),
            models.CheckConstraint(
                condition=Q(shared=False) | Q(current__isnull=False),
                name="instrument_shared_once_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InstrumentVersion(models.Model):
    """One text of an instrument; a draft until it is published, then frozen.

    The database refuses to change or delete a published one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    content = models.JSONField()
    #: SHA-256 of the file it was read from; empty for those written in the browser.
    digest = models.CharField(max_length=64, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("instrument", "number"), name="instrument_version_unique"
            ),
            models.UniqueConstraint(
                fields=("instrument",),
                condition=Q(published_at=None),
                name="instrument_one_draft",
                violation_error_message=_("Un brouillon de cette grille existe déjà."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="instrument_version_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} v{self.number}"

    @property
    def text(self) -> InstrumentText:
        """The instrument as values. What is published is read once per process."""
        if self.published_at is None:
            return from_values(self.content, str(_("brouillon")))
        return _published(self.pk)

    @property
    def grid(self) -> Grid:
        """Its text, when it is known to be a grid."""
        text = self.text
        assert isinstance(text, Grid)
        return text


def published_grid(version_id: uuid.UUID) -> Grid:
    """The grid of a version that is published, without the row of the version."""
    text = _published(version_id)
    assert isinstance(text, Grid)
    return text


@lru_cache(maxsize=128)
def _published(version_id: uuid.UUID) -> InstrumentText:
    content = InstrumentVersion.objects.values_list("content", flat=True).get(
        pk=version_id
    )
    return from_values(content, str(version_id))
