"""The logbook of a project: advice followed phase by phase, and a table of needs."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diagnostics.enums import ADVICE_WITH_REASON, AdviceState, NeedState
from diagnostics.instruments import AdviceBook
from diagnostics.models.instruments import InstrumentVersion
from projects.enums import Room
from projects.models import Document, Item, Member, Organisation, Project
from projects.models.items import rooms


class LogbookQuerySet(models.QuerySet["Logbook"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))


class Logbook(models.Model):
    """Carnet: one per project, with the advice as it was the day it was opened."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.OneToOneField(
        Project, on_delete=models.PROTECT, related_name="logbook"
    )
    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="logbooks"
    )
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    #: Only when it was first kept in the caucus.
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = LogbookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(room=Room.SHARED),
                name="logbook_shared_in_the_shared_room",
            )
        ]

    def __str__(self) -> str:
        return str(_("Carnet APIDOR"))

    def get_absolute_url(self) -> str:
        return reverse("diagnostics:logbook", args=[self.project_id])

    @property
    def book(self) -> AdviceBook:
        text = self.version.text
        assert isinstance(text, AdviceBook)
        return text


class AdviceRecord(models.Model):
    """What became of one piece of advice; there is none while nobody touched it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    logbook = models.ForeignKey(
        Logbook, on_delete=models.PROTECT, related_name="records"
    )
    code = models.CharField(max_length=40)
    state = models.CharField(
        _("état"), max_length=16, choices=AdviceState, default=AdviceState.TODO
    )
    who = models.CharField(_("qui s’en charge"), max_length=200, blank=True)
    reason = models.TextField(_("pourquoi"), max_length=1000, blank=True)
    proof = models.TextField(_("ce qui le montre"), max_length=2000, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(
                fields=("logbook", "code"), name="advice_record_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ADVICE_WITH_REASON)) | ~Q(reason=""),
                name="advice_set_aside_with_a_reason",
                violation_error_message=_(
                    "Dites pourquoi ce conseil est refusé ou sans objet."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} : {self.get_state_display()}"

    def mover_outside(self) -> str:
        """Who moved it, for who does not enter the caucus.

        What was done once the logbook is shared was done before everybody, and the
        journal names who did it; before, the person may not be known there.
        """
        logbook = self.logbook
        shared = logbook.room == Room.SHARED and (
            logbook.shared_at is None or self.moved_at > logbook.shared_at
        )
        return str(self.moved_by) if shared else self.moved_by.name_outside

    def mover_for(self, reader: Member) -> str:
        return str(self.moved_by) if reader.sees_caucus else self.mover_outside()


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, *members: Member) -> Self:
        return self.filter(rooms(members))

    def waiting(self) -> Self:
        """Those not accepted yet; what was given up is no longer waited for."""
        return self.exclude(state__in=[NeedState.ACCEPTED, NeedState.DROPPED])


class Need(models.Model):
    """Besoin de bien-être (exigence non fonctionnelle, ENF), followed to acceptance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="needs")
    logbook = models.ForeignKey(Logbook, on_delete=models.PROTECT, related_name="needs")
    rank = models.PositiveIntegerField()
    category = models.CharField(_("sorte de besoin"), max_length=40)
    statement = models.TextField(_("besoin"), max_length=1000)
    motive = models.TextField(_("motif"), max_length=1000, blank=True)
    carried_by = models.CharField(_("qui le porte"), max_length=200, blank=True)
    origin = models.ForeignKey(
        Item,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("vient de"),
    )
    answer = models.TextField(_("réponse du projet"), max_length=2000, blank=True)
    acceptance = models.TextField(_("à quoi on l’acceptera"), max_length=1000)
    proof = models.TextField(_("ce qui le montre"), max_length=2000, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=NeedState, default=NeedState.EXPRESSED
    )
    reason = models.TextField(_("pourquoi"), max_length=1000, blank=True)
    sequel = models.TextField(_("suite donnée au refus"), max_length=1000, blank=True)
    room = models.CharField(_("espace"), max_length=8, choices=Room)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    moved_at = models.DateTimeField(null=True, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(
                fields=("project", "rank"), name="need_number_unique"
            ),
            models.CheckConstraint(
                condition=Q(state=NeedState.EXPRESSED) | Q(moved_at__isnull=False),
                name="need_moved_with_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.REFUSED) | (~Q(reason="") & ~Q(sequel="")),
                name="need_refused_with_reason_and_sequel",
                violation_error_message=_(
                    "Un refus se motive, et dit quelle suite il a."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.DROPPED) | ~Q(reason=""),
                name="need_dropped_with_reason",
                violation_error_message=_("Dites pourquoi ce besoin est abandonné."),
            ),
            models.CheckConstraint(
                condition=~Q(state=NeedState.ACCEPTED) | ~Q(proof=""),
                name="need_accepted_with_proof",
                violation_error_message=_(
                    "Dites ce qui montre que le besoin est tenu."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.statement}"

    def get_absolute_url(self) -> str:
        return reverse("diagnostics:need", args=[self.project_id, self.pk])

    @property
    def number(self) -> str:
        """Number people quote: B-3."""
        return f"B-{self.rank}"
