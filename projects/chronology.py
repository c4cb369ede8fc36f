"""The dated run of a project: what was announced, what was done, what was seen."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from projects.enums import DeadlineState, Side
from projects.models import Deadline, Document, Member, Project
from projects.timeline import Kind, Moment


class Expected(Moment):
    """A date once announced, now behind: nobody says that it was kept."""

    @property
    def kind_label(self) -> str:
        return _("date passée")


def chronology(project: Project, member: Member, today: date) -> list[Moment]:
    """Moments in the order of their dates, from what this person may see."""
    moments = [
        *_planned(project, today),
        *_information(project, member, today),
    ]
    if project.announced_on:
        moments.append(Moment(project.announced_on, _("projet annoncé"), "done"))
    if project.first_use_on:
        early = project.used_before_opinion
        label = (
            _("premier usage constaté, avant tout avis")
            if early
            else _("premier usage constaté")
        )
        moments.append(Moment(project.first_use_on, label, "warn" if early else "done"))
    if project.opinion_on:
        moments.append(Moment(project.opinion_on, _("avis rendu ou réputé"), "done"))
    return sorted(moments, key=lambda moment: moment.day)


def _planned(project: Project, today: date) -> list[Moment]:
    named = (
        (project.pilot_planned_on, _("pilote prévu")),
        (project.start_planned_on, _("déploiement prévu")),
    )
    return [
        Expected(day, label, "done") if day <= today else Moment(day, label, "due")
        for day, label in named
        if day
    ]


def _information(project: Project, member: Member, today: date) -> list[Moment]:
    """First document the employer handed, and the period of the consultation.

    Somebody else may file it; a paper of the delegation or of its expert is none.
    """
    moments = []
    others = Member.objects.on_project(project).exclude(side=Side.MANAGEMENT)
    own = Q(filed_by__side__in=(Side.EXPERTISE, Side.SUPPLIER, Side.FACILITATION))
    own |= Q(given_by=project.organisation.name)
    own |= Q(given_by__in=others.values("user__name"))
    given_on = (
        Document.objects.visible_to(member)
        .filter(project=project)
        .filter(Q(filed_by__side=Side.MANAGEMENT) | ~own)
        .order_by("given_on")
        .values_list("given_on", flat=True)
        .first()
    )
    if given_on:
        moments.append(Moment(given_on, _("premier document remis"), "done"))
    return [*moments, *_delay(project, member, today)]


def _delay(project: Project, member: Member, today: date) -> list[Moment]:
    """The day the period starts, and the one that still binds."""
    counted = (
        Deadline.objects.visible_to(member)
        .filter(
            project=project,
            key__startswith="consultation:",
            key__endswith=":avis",
            starts_on__isnull=False,
        )
        .order_by("starts_on")
        .values_list("starts_on", "due_on", "state")
    )
    moments: list[Moment] = []
    for starts_on, due_on, state in counted:
        if starts_on and not moments:
            label = _("information remise : le délai court")
            moments.append(Moment(starts_on, label, _kind(starts_on, today)))
        if state == DeadlineState.OPEN:
            moments.append(Moment(due_on, _("dernier jour pour l’avis"), "due"))
    return moments


def _kind(day: date, today: date) -> Kind:
    return "done" if day <= today else "due"
