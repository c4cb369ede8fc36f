"""The project: what is announced, what it really changes, and what was observed."""

import uuid
from functools import cache
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import Answer3, Phase
from projects.models.people import Member, Organisation
from projects.models.workplaces import Workplace

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from projects.models.items import Item


def places(members: tuple[Member, ...], project_path: str = "project") -> Q:
    """What these places open: their organisation, or the one project of a guest."""
    scope = Q(pk__in=[])
    for member in members:
        if member.project_id is None:
            scope |= Q(organisation=member.organisation_id)
        else:
            scope |= Q(**{project_path: member.project_id})
    return scope


_NOBODY = uuid.UUID(int=0)


@cache
def _address() -> str:
    """The address of a project, to fill in: a list asks for one per row."""
    return reverse("projects:project", args=[_NOBODY])


def address_of(project_id: uuid.UUID) -> str:
    return _address().replace(str(_NOBODY), str(project_id))


def number_of(year: int, rank: int) -> str:
    """Number of the file as people quote it: 2026-0142."""
    return f"{year}-{rank:04d}"


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, *members: Member) -> Self:
        """Projects that these places open, all of one person."""
        return self.filter(places(members, "pk"))


class Project(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="projects"
    )
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, related_name="projects"
    )
    year = models.PositiveSmallIntegerField(editable=False)
    rank = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("titre"), max_length=200)
    purpose = models.TextField(
        _("but annoncé"),
        blank=True,
        help_text=_("Ce que l’employeur dit vouloir faire, avec ses mots."),
    )
    real_change = models.TextField(
        _("ce que cela change vraiment"),
        blank=True,
        help_text=_("Ce que vous savez du travail réel. Espace élus."),
    )
    supplier = models.CharField(_("fournisseur"), max_length=160, blank=True)
    product = models.CharField(_("produit"), max_length=160, blank=True)
    uses_ai = models.CharField(
        _("intelligence artificielle"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    ai_functions = models.JSONField(_("ce que fait l’IA"), default=list, blank=True)
    trades = models.CharField(_("métiers touchés"), max_length=300, blank=True)
    people_count = models.PositiveIntegerField(
        _("nombre de personnes touchées"), null=True, blank=True
    )
    personal_data = models.CharField(
        _("données personnelles"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    staff_data = models.CharField(
        _("données sur le personnel"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    monitoring = models.CharField(
        _("possibilité de contrôler l’activité"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    #: By Use, "yes" or "no"; what is not there is not known yet. Delegation only.
    uses = models.JSONField(_("réponses sur l’usage"), default=dict, blank=True)
    announced_on = models.DateField(_("annoncé le"), null=True, blank=True)
    pilot_planned_on = models.DateField(_("pilote prévu le"), null=True, blank=True)
    start_planned_on = models.DateField(
        _("déploiement prévu le"), null=True, blank=True
    )
    phase = models.CharField(
        _("phase"), max_length=16, choices=Phase, default=Phase.FRAMING
    )
    first_use_on = models.DateField(
        _("premier usage constaté le"), null=True, blank=True
    )
    first_use_note = models.TextField(
        _("comment le savez-vous ?"),
        blank=True,
        help_text=_("Qui utilise l’outil, où, depuis quand. Sans nommer personne."),
    )
    # Set when the CSE's opinion is given or deemed: an upper floor keeps it up to date
    # so that the ground knows whether a use came before it.
    opinion_on = models.DateField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()
    if TYPE_CHECKING:
        items: RelatedManager[Item]

    class Meta:
        ordering = ("-year", "-rank")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "year", "rank"), name="project_number_unique"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of(self.pk)

    @property
    def number(self) -> str:
        return number_of(self.year, self.rank)

    @property
    def used_before_opinion(self) -> bool:
        """Observed use before any opinion: the pilot already runs (feature A7)."""
        return self.first_use_on is not None and (
            self.opinion_on is None or self.first_use_on < self.opinion_on
        )
