"""The register: digital and AI systems of a workplace, and what their suppliers say."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.enums import AIClass, Answer3, HumanRole, SystemReportState, SystemState
from projects.models.journal import Entry
from projects.models.people import Member, Organisation
from projects.models.projects import Project
from projects.models.workplaces import Workplace

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

#: From each state, where a system may go. Withdrawn is left by proposing it again, or
#: by going back to the state it was withdrawn from, which the journal keeps.
MOVES: dict[str, tuple[SystemState, ...]] = {
    SystemState.IDEA: (SystemState.TRIAL, SystemState.IN_USE, SystemState.WITHDRAWN),
    SystemState.TRIAL: (
        *(SystemState.IN_USE, SystemState.SUSPENDED),
        SystemState.WITHDRAWN,
    ),
    SystemState.IN_USE: (SystemState.SUSPENDED, SystemState.WITHDRAWN),
    SystemState.SUSPENDED: (
        *(SystemState.TRIAL, SystemState.IN_USE),
        SystemState.WITHDRAWN,
    ),
    SystemState.WITHDRAWN: (SystemState.IDEA,),
}


class SupplierSheet(models.Model):
    """What is true of a product wherever it is used; shared by the workplaces."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="supplier_sheets"
    )
    supplier = models.CharField(_("fournisseur"), max_length=160)
    product = models.CharField(_("produit"), max_length=160)
    does = models.TextField(_("ce que fait le produit"), blank=True)
    data_location = models.CharField(_("lieu des données"), max_length=300, blank=True)
    subprocessors = models.TextField(_("sous-traitants"), blank=True)
    ai_models = models.CharField(_("modèles d’IA employés"), max_length=300, blank=True)
    documentation = models.URLField(_("documentation"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("supplier", "product", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "supplier", "product"),
                name="supplier_sheet_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} · {self.supplier}"

    def get_absolute_url(self) -> str:
        return reverse("projects:supplier", args=[self.organisation_id, self.pk])


class SystemQuerySet(models.QuerySet["System"]):
    def visible_to(self, *members: Member) -> Self:
        """The register is its organisation's: a guest of a project reads none of it."""
        inside = {one.organisation_id for one in members if one.project_id is None}
        return self.filter(organisation__in=inside)

    def to_review(self, today: date) -> Self:
        """Whose day of review has passed, while somebody may still use them."""
        return self.filter(review_on__lt=today).exclude(state=SystemState.WITHDRAWN)


class System(models.Model):
    """Fiche du registre: a digital or AI system as it is used in one workplace."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="systems"
    )
    workplace = models.ForeignKey(
        Workplace,
        on_delete=models.PROTECT,
        related_name="systems",
        verbose_name=_("lieu de travail"),
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        verbose_name=_("dossier"),
    )
    name = models.CharField(_("nom"), max_length=160)
    supplier_sheet = models.ForeignKey(
        SupplierSheet,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="systems",
        verbose_name=_("fiche du fournisseur"),
    )
    version = models.CharField(_("version"), max_length=80, blank=True)
    stated_purpose = models.TextField(_("but annoncé"), blank=True)
    real_use = models.TextField(_("usage réel"), blank=True)
    decided_by = models.CharField(_("décidé par"), max_length=200, blank=True)
    decided_on = models.DateField(_("décidé le"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=SystemState, default=SystemState.IDEA
    )
    # What it does, to whom, with what.
    uses_ai = models.CharField(
        _("intelligence artificielle"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    ai_functions = models.JSONField(_("ce que fait l’IA"), default=list, blank=True)
    trades = models.CharField(
        _("services et métiers touchés"), max_length=300, blank=True
    )
    people_count = models.PositiveIntegerField(
        _("nombre de personnes touchées"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(2_000_000)],
    )
    data_in = models.TextField(_("données employées"), blank=True)
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
    outputs = models.TextField(_("résultats, et ce qu’on en fait"), blank=True)
    human_role = models.CharField(
        _("place des personnes"), max_length=12, choices=HumanRole, blank=True
    )
    may_set_aside = models.CharField(
        _("droit d’écarter le résultat"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    set_aside_how = models.TextField(_("comment l’écarter"), blank=True)
    # Effects on work, as noticed.
    effect_content = models.TextField(_("contenu du travail"), blank=True)
    effect_skills = models.TextField(_("compétences"), blank=True)
    effect_conditions = models.TextField(_("conditions de travail"), blank=True)
    effect_relations = models.TextField(_("relations de travail"), blank=True)
    effect_organisation = models.TextField(_("organisation du travail"), blank=True)
    # Law and consultation.
    legal_basis = models.CharField(_("base légale"), max_length=300, blank=True)
    ai_class = models.CharField(
        _("classe au règlement sur l’IA"), max_length=16, choices=AIClass, blank=True
    )
    ai_class_on = models.DateField(_("classe choisie le"), null=True, blank=True)
    impact_assessment = models.CharField(
        _("analyse d’impact (AIPD)"),
        max_length=8,
        choices=Answer3,
        default=Answer3.UNKNOWN,
    )
    consulted_on = models.DateField(_("CSE consulté le"), null=True, blank=True)
    opinion = models.CharField(_("avis du CSE"), max_length=300, blank=True)
    expert = models.CharField(_("expertise"), max_length=200, blank=True)
    # What happens next.
    training = models.TextField(_("formation donnée"), blank=True)
    fallback = models.TextField(_("repli ou retour en arrière"), blank=True)
    rehearsed_on = models.DateField(_("dernier essai du repli"), null=True, blank=True)
    review_on = models.DateField(_("prochaine revue le"), null=True, blank=True)
    review_triggers = models.TextField(_("revue avancée si"), blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    #: The day of review whose passing was told: one notice for each.
    review_told_for = models.DateField(null=True, blank=True, editable=False)
    # What anybody reads, word for word as it was when it was published.
    public_token = models.CharField(
        max_length=43, unique=True, null=True, blank=True, editable=False
    )
    public_facts = models.JSONField(default=list, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SystemQuerySet.as_manager()
    if TYPE_CHECKING:
        incidents: RelatedManager["SystemIncident"]
        reviews: RelatedManager["SystemReview"]
        reports: RelatedManager["SystemReport"]

    class Meta:
        ordering = ("name", "id")
        indexes = [
            models.Index(fields=("organisation", "name", "id"), name="system_by_name"),
            models.Index(
                fields=("review_on",),
                condition=Q(project=None, review_on__isnull=False)
                & ~Q(state=SystemState.WITHDRAWN),
                name="system_to_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_token=None, published_at=None)
                | Q(public_token__isnull=False, published_at__isnull=False),
                name="system_published_with_address",
                violation_error_message=_("Une fiche publiée porte son adresse."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:system", args=[self.organisation_id, self.pk])

    def get_public_url(self) -> str:
        return reverse("projects:public_system", args=[self.public_token])

    @property
    def moves(self) -> tuple[SystemState, ...]:
        if self.state != SystemState.WITHDRAWN:
            return MOVES[self.state]
        lines = Entry.objects.filter(target=self.pk, project=None, verb="system.state")
        last = lines.filter(data__new=SystemState.WITHDRAWN)[:1]
        before = [SystemState(line.data["old"]) for line in last]
        return tuple(dict.fromkeys((*before, *MOVES[self.state])))

    def is_to_review(self, today: date) -> bool:
        return (
            self.review_on is not None
            and self.review_on < today
            and self.state != SystemState.WITHDRAWN
        )


class SystemIncident(models.Model):
    """What went wrong with a system, on a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(
        System, on_delete=models.PROTECT, related_name="incidents"
    )
    happened_on = models.DateField(_("survenu le"))
    what = models.TextField(_("ce qui s’est passé"))
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = (F("happened_on").desc(), F("recorded_at").desc(), "id")

    def __str__(self) -> str:
        return self.what


class SystemReview(models.Model):
    """Revue: who looked at the system again, on which day, and what was seen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("revu le"))
    seen = models.TextField(_("ce qui a été constaté"))
    next_on = models.DateField(_("prochaine revue le"), null=True, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = (F("reviewed_on").desc(), F("recorded_at").desc(), "id")

    def __str__(self) -> str:
        return self.seen


class SystemReport(models.Model):
    """Erreur signalée on a sheet: by a member, or by a visitor of the public page.

    Without author it came from the public page, and nobody has read it yet: the
    delegation alone reads it, until it is answered and after.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="reports")
    text = models.TextField(_("ce qui est faux"))
    author = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=SystemReportState)
    reply = models.TextField(_("réponse"), blank=True)
    answered_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=SystemReportState.ANSWERED,
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                | Q(
                    state__in=(SystemReportState.TO_READ, SystemReportState.OPEN),
                    answered_by=None,
                    answered_at=None,
                ),
                name="system_report_answered_by_somebody",
                violation_error_message=_("Une réponse porte son auteur et sa date."),
            ),
            models.CheckConstraint(
                condition=Q(state=SystemReportState.TO_READ, author=None)
                | Q(state=SystemReportState.OPEN, author__isnull=False)
                | Q(state=SystemReportState.ANSWERED),
                name="system_report_to_read_from_a_visitor",
            ),
        ]

    def __str__(self) -> str:
        return self.text
