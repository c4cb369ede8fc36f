"""What happens to a system of the register: reviews, incidents, mistakes told."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import notices
from projects.actions.systems import keep_review, locked, record
from projects.enums import SystemReportState, SystemState
from projects.errors import Refused
from projects.french import cut, day
from projects.models import (
    Member,
    Notice,
    System,
    SystemIncident,
    SystemReport,
    SystemReview,
)
from projects.permissions import editors_of_register

#: Reports of visitors that wait to be read; beyond, nobody would read them.
MOST_TO_READ = 50
#: Letters of a reply that is told to who comes second; the sheet has it whole.
REPLY_TOLD = 300


def editors(system: System) -> list[Member]:
    return list(
        Member.objects.active()
        .of_organisation()
        .filter(organisation=system.organisation_id, role__in=editors_of_register())
    )


# ---- reviews ----------------------------------------------------------------------
@transaction.atomic
def record_review(
    system: System,
    *,
    actor: Member,
    reviewed_on: date,
    seen: str,
    next_on: date | None,
) -> SystemReview:
    """Note what was seen, and the day to look again; the day that stood is met."""
    current = locked(system)
    if current.state == SystemState.WITHDRAWN:
        raise Refused(_("Ce système est retiré : il n’y a plus rien à revoir."))
    if next_on is not None and next_on <= reviewed_on:
        raise Refused(_("La prochaine revue vient après celle-ci."))
    review = SystemReview.objects.create(
        system=current,
        recorded_by=actor,
        reviewed_on=reviewed_on,
        seen=seen,
        next_on=next_on,
    )
    old, current.review_on = current.review_on, next_on
    current.save(update_fields=["review_on"])
    words = {"name": current, "day": day(reviewed_on)}
    sentence = _("Revue de « %(name)s » le %(day)s") % words
    if next_on is not None:
        sentence += " " + _("; prochaine le %(day)s") % {"day": day(next_on)}
    record(
        current,
        "system.reviewed",
        sentence,
        actor=actor,
        old=old.isoformat() if old else None,
        new=next_on.isoformat() if next_on else None,
        seen=seen,
    )
    keep_review(current, actor=actor, done=True)
    return review


def tell_passed_reviews(now: datetime) -> None:
    """One notice to each editor for each day of review that passed without a file.

    A system tied to a file has its date in the ledger, and reminders with it.
    """
    told = Q(review_told_for=None) | ~Q(review_told_for=F("review_on"))
    passed = System.objects.to_review(timezone.localdate(now)).filter(
        told, project=None
    )
    for system in passed.select_related("organisation").order_by("review_on")[:200]:
        _tell_passed(system)


@transaction.atomic
def _tell_passed(system: System) -> None:
    # Taken by an update: two sweepers at once write one notice.
    taken = System.objects.filter(
        Q(review_told_for=None) | ~Q(review_told_for=system.review_on),
        pk=system.pk,
        review_on=system.review_on,
    ).update(review_told_for=system.review_on)
    if not taken:
        return
    sentence = _("À revoir au registre depuis le %(day)s : %(name)s") % {
        "day": day(system.review_on),
        "name": system,
    }
    record(system, "system.review_passed", sentence, actor=None)
    address = system.get_absolute_url()
    notices.tell(None, editors(system), sentence, address, actor=None)


# ---- incidents --------------------------------------------------------------------
@transaction.atomic
def record_incident(
    system: System, *, actor: Member, happened_on: date, what: str
) -> SystemIncident:
    incident = SystemIncident.objects.create(
        system=system, recorded_by=actor, happened_on=happened_on, what=what
    )
    record(
        system,
        "system.incident",
        _("Incident du %(day)s noté sur « %(name)s »")
        % {"day": day(happened_on), "name": system},
        actor=actor,
        what=what,
    )
    return incident


# ---- mistakes ---------------------------------------------------------------------
@transaction.atomic
def report_mistake(system: System, *, actor: Member, text: str) -> SystemReport:
    """Signaler une erreur: any member says what is wrong on the sheet."""
    report = SystemReport.objects.create(
        system=system, author=actor, text=text, state=SystemReportState.OPEN
    )
    _tell_report(
        system,
        _("Erreur signalée sur « %(name)s »") % {"name": system},
        actor=actor,
    )
    return report


@transaction.atomic
def report_from_public_page(system: System, *, text: str) -> SystemReport:
    """A visitor, who has no account, says what is wrong: to be read before anything."""
    current = locked(system)
    waiting = current.reports.filter(state=SystemReportState.TO_READ)
    if waiting.count() >= MOST_TO_READ:
        raise Refused(
            _(
                "Trop de messages attendent déjà d’être lus sur cette fiche : "
                "réessayez dans quelques jours."
            )
        )
    report = SystemReport.objects.create(
        system=current, author=None, text=text, state=SystemReportState.TO_READ
    )
    _tell_report(
        current,
        _("À relire, venu de la page publique de « %(name)s »") % {"name": current},
        actor=None,
    )
    return report


def _tell_report(system: System, sentence: str, *, actor: Member | None) -> None:
    record(system, "system.mistake_reported", sentence, actor=actor)
    address = f"{system.get_absolute_url()}#erreurs"
    members = editors(system)
    if actor is None:
        # Whoever has not read the last one learns nothing from another.
        told = Notice.objects.unread().filter(
            url=address, sentence=sentence[:300], member__in=members
        )
        waiting = set(told.values_list("member_id", flat=True))
        members = [member for member in members if member.pk not in waiting]
    notices.tell(None, members, sentence, address, actor=actor)


@transaction.atomic
def answer_report(report: SystemReport, *, actor: Member, reply: str) -> SystemReport:
    """Say what became of it; who reported it is told."""
    current = (
        SystemReport.objects.select_for_update(of=("self",))
        .select_related("system__organisation", "author", "answered_by__user")
        .get(pk=report.pk)
    )
    if current.state == SystemReportState.ANSWERED:
        raise Refused(
            _(
                "%(name)s a déjà répondu à ce signalement, le %(day)s : « %(reply)s » "
                "Votre texte n’est pas enregistré."
            )
            % {
                "name": current.answered_by,
                "day": day(timezone.localdate(current.answered_at)),
                "reply": cut(current.reply, REPLY_TOLD),
            }
        )
    current.state = SystemReportState.ANSWERED
    current.reply, current.answered_by = reply, actor
    current.answered_at = timezone.now()
    current.save(update_fields=["state", "reply", "answered_by", "answered_at"])
    sentence = _("Réponse à une erreur signalée sur « %(name)s »") % {
        "name": current.system
    }
    record(current.system, "system.mistake_answered", sentence, actor=actor)
    author = current.author
    if author is not None and Member.objects.active().filter(pk=author.pk).exists():
        address = f"{current.system.get_absolute_url()}#erreurs"
        notices.tell(None, [author], sentence, address, actor=actor)
    return current
