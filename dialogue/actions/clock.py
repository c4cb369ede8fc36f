"""The clock of a consultation: its facts, the legal dates, and the ledger of dates."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState, EventKind, ExpertGround
from dialogue.law import events as law
from dialogue.law.books.consultation import is_consulted
from dialogue.law.books.expertise import OTHER_REPORT
from dialogue.law.consultation import consultation_dates
from dialogue.law.facts import Computation, Facts, ImpossibleFactsError, LegalDate
from dialogue.models import Consultation, Expertise
from projects import deadlines, journal
from projects.enums import DeadlineState, Instance, Regime, Room
from projects.errors import Refused
from projects.models import Deadline, Member, Workplace
from projects.workdays import Territory, day_in_words

S = ConsultationState
#: The period runs, or is suspended: only then do its dates bind anybody.
COUNTED = frozenset({S.OPEN, S.SUSPENDED})
#: Nothing is awaited any more.
ENDED = frozenset({S.CLOSED, S.WITHDRAWN})
#: Dates of the CSE itself; the others bind the expert or the employer.
OPINION_CODES = ("avis", "avis_etablissement")
#: Told, not kept: when it passes, nothing was missed on this side of the table.
NOBODYS = frozenset({"contestation_employeur"})
#: Kept apart: it follows the vote of a public body, where no period runs.
SECOND_LOOK = "reexamen"
REPORT = law.KEEPS[EventKind.REPORT]
#: A last day ends at midnight where the work is, up to six hours after Paris.
ZONES = {
    Territory.GUADELOUPE: "America/Guadeloupe",
    Territory.MARTINIQUE: "America/Martinique",
    Territory.GUYANE: "America/Cayenne",
    Territory.REUNION: "Indian/Reunion",
    Territory.MAYOTTE: "Indian/Mayotte",
    Territory.SAINT_MARTIN: "America/Marigot",
    Territory.SAINT_BARTHELEMY: "America/St_Barthelemy",
}


def local_day(consultation: Consultation, now: datetime | None = None) -> date:
    """The day it is at the workplace, by which the period ends (CPC, 642)."""
    territory = Territory(consultation.project.workplace.territory)
    zone = ZoneInfo(ZONES.get(territory, "Europe/Paris"))
    return timezone.localdate(now, timezone=zone)


def has_consulted_cse(workplace: Workplace) -> bool:
    """A CSE with the consultation of L2312-8 (a central CSE implies fifty people)."""
    if workplace.instance == Instance.CENTRAL_CSE:
        return True
    return workplace.instance == Instance.CSE and is_consulted(workplace.headcount)


def _log_and_ground(
    consultation: Consultation, without: Collection[UUID]
) -> tuple[list[law.Event], str]:
    """The log, and the ground of the expertise on its sheet, in one query."""
    rows = list(
        consultation.events.live()
        .exclude(pk__in=without)
        .values_list("kind", "on", "until", "consultation__expertise__ground")
    )
    log = [law.Event(EventKind(kind), on, until) for kind, on, until, _ground in rows]
    return log, (rows[0][3] or "") if rows else ""


def facts_of(consultation: Consultation, without: Collection[UUID] = ()) -> Facts:
    """The facts of the log; `without` leaves rows aside, as if they were not there.

    Raises Refused when the log contradicts itself.
    """
    workplace = consultation.project.workplace
    log, ground = _log_and_ground(consultation, without)
    try:
        facts = law.facts_from(
            log,
            territory=Territory(workplace.territory),
            regime=Regime(workplace.regime),
            has_cse=has_consulted_cse(workplace),
            two_levels=consultation.two_levels,
        )
    except ImpossibleFactsError as error:
        raise Refused(str(error)) from error
    central = consultation.central
    named = facts.expert_named_on is not None
    return replace(
        facts,
        risk_expert=named and ground == ExpertGround.SERIOUS_RISK,
        establishment=consultation.of_establishment,
        central_ends_on=central.due_on if central else consultation.central_ends_on,
    )


def for_a_risk(consultation: Consultation) -> bool:
    """Whether its expertise is for a serious risk: it then stands on its own."""
    return Expertise.objects.filter(
        consultation=consultation, ground=ExpertGround.SERIOUS_RISK
    ).exists()


def awaits_judgment(consultation: Consultation) -> bool:
    """Whether a challenge to the expertise was not judged yet."""
    return any(stop is None for _begin, stop in facts_of(consultation).suspended)


def late_expert(consultation: Consultation, on: date) -> str:
    """Why an expertise voted on `on` would be void (R2312-6); empty when it is not.

    Between the safe and the arguable end the vote is kept: it can be defended. Raises
    Refused when that day contradicts the rest of the log.
    """
    known = replace(facts_of(consultation), risk_expert=for_a_risk(consultation))
    voted = _dates(replace(known, expert=True, expert_named_on=on))
    late = next((w for w in voted.warnings if w.code == "expert_hors_delai"), None)
    without = _dates(
        replace(known, expert=False, expert_named_on=None, expert_asked_on=None)
    ).date_for("avis")
    arguable = without.extended if without else None
    return late.message if late and arguable and on > arguable else ""


def compute(consultation: Consultation, without: Collection[UUID] = ()) -> Computation:
    """The legal dates of the consultation as it is known now; stores nothing.

    `without` leaves events aside. Raises Refused with the contradictions, in French.
    """
    return _dates(facts_of(consultation, without))


def _dates(facts: Facts) -> Computation:
    try:
        return consultation_dates(facts)
    except ImpossibleFactsError as error:
        raise Refused(str(error)) from error


def opinion_dates(
    consultation: Consultation, without: Collection[UUID] = ()
) -> tuple[date | None, date | None]:
    """Last safe day and last arguable day of the avis; None where nothing is deemed."""
    opinion = compute(consultation, without).date_for("avis")
    return (opinion.strict, opinion.extended) if opinion else (None, None)


def is_stale(consultation: Consultation) -> bool:
    """Whether the facts of the workplace changed since the dates were stored."""
    return consultation.state in COUNTED and opinion_dates(consultation) != (
        consultation.due_on,
        consultation.extended_on,
    )


@transaction.atomic
def recompute(
    consultation: Consultation, *, actor: Member | None, reason: str = ""
) -> Computation:
    """Store the dates that follow from the facts, and put them in the ledger.

    A date that moves stays in the journal with `reason`. Outside the running states
    nothing is written.
    """
    computation = compute(consultation)
    if consultation.state not in COUNTED:
        return computation
    old = consultation.due_on
    opinion = computation.date_for("avis")
    consultation.due_on = opinion.strict if opinion else None
    consultation.extended_on = opinion.extended if opinion else None
    consultation.save(update_fields=["due_on", "extended_on"])
    kept = _known_as_done(consultation)
    done = consultation.events.live().filter(kind__in=sorted(law.KEEPS))
    kept |= {key_of(consultation, law.KEEPS[EventKind(row.kind)]) for row in done}
    for legal in computation.dates:
        if legal.strict is None or legal.code in NOBODYS or _stands_alone(legal):
            continue
        if key_of(consultation, legal.code) not in kept:
            _put(consultation, legal, legal.strict, actor=actor, reason=reason)
    _cancel_the_others(consultation, computation)
    if old is not None and consultation.due_on is None:
        _record_stop(consultation, old, actor=actor, reason=reason)
    if consultation.due_on != old:
        for row in consultation.establishments.filter(state__in=COUNTED):
            hold_consultation(row)
            # Perhaps the file of another committee: no name and no reason goes there.
            recompute(row, actor=None, reason=central_moved())
    return computation


def _stands_alone(legal: LegalDate) -> bool:
    """The report of an expertise for a serious risk, which follows no avis."""
    return legal.rule.id == OTHER_REPORT.id


def follow_risk_report(
    consultation: Consultation, *, actor: Member | None, reason: str = ""
) -> None:
    """Keep the date of the report of an expertise for a serious risk, or take it back.

    It stands outside of the consultation: in every state before the closing, and
    whether or not the avis is given (R2315-47).
    """
    if consultation.state in ENDED:
        return
    key = key_of(consultation, REPORT)
    legal = compute(consultation).date_for(REPORT)
    if legal is not None and legal.strict is not None and _stands_alone(legal):
        known = consultation.events.live().filter(kind=EventKind.REPORT)
        if key not in _known_as_done(consultation) and not known.exists():
            _put(consultation, legal, legal.strict, actor=actor, reason=reason)
    elif consultation.state not in COUNTED:
        # While the period runs, the report of the avis has the same key.
        deadlines.close(consultation.project, key, DeadlineState.CANCELLED)


def central_moved() -> str:
    return _("la fin de la consultation du CSE central a bougé")


def finish(consultation: Consultation, opinion: DeadlineState) -> None:
    """Close every open date: the avis is met or missed, the rest has no object left.

    The report of an expertise for a serious risk does not wait for the avis.
    """
    codes = {key_of(consultation, code) for code in OPINION_CODES}
    alone = key_of(consultation, REPORT) if for_a_risk(consultation) else ""
    for key in _open_keys(consultation):
        if key == alone:
            continue
        state = opinion if key in codes else DeadlineState.CANCELLED
        deadlines.close(consultation.project, key, state)


def met_after_all(consultation: Consultation) -> None:
    """The date noted as missed was kept: its act was written down after the night."""
    for code in OPINION_CODES:
        missed = Deadline.objects.filter(
            project_id=consultation.project_id,
            key=key_of(consultation, code),
            state=DeadlineState.MISSED,
        )
        last = missed.order_by("closed_at").last()
        if last is not None:
            last.state = DeadlineState.MET
            last.save(update_fields=["state"])


def unmeet(consultation: Consultation, code: str) -> None:
    """The step is not kept after all: the next count asks for it again."""
    Deadline.objects.filter(
        project_id=consultation.project_id,
        key=key_of(consultation, code),
        state=DeadlineState.MET,
    ).update(state=DeadlineState.CANCELLED)


def key_of(consultation: Consultation, code: str) -> str:
    return f"consultation:{consultation.pk}:{code}"


def _open_keys(consultation: Consultation) -> list[str]:
    return list(
        Deadline.objects.open()
        .filter(
            project_id=consultation.project_id,
            key__startswith=key_of(consultation, ""),
        )
        .values_list("key", flat=True)
    )


def _known_as_done(consultation: Consultation) -> set[str]:
    """Steps already said to be done: a new count must not ask for them again."""
    return set(
        Deadline.objects.filter(
            project_id=consultation.project_id,
            key__startswith=key_of(consultation, ""),
            state=DeadlineState.MET,
        ).values_list("key", flat=True)
    )


def _put(
    consultation: Consultation,
    legal: LegalDate,
    due_on: date,
    *,
    actor: Member | None,
    reason: str,
) -> None:
    ours = legal.code in OPINION_CODES
    project = consultation.project
    deadlines.put(
        project,
        key_of(consultation, legal.code),
        legal.label,
        due_on,
        actor=actor,
        reason=reason,
        starts_on=legal.starts_on,
        extended_on=legal.extended,
        rule=legal.rule.id,
        article=legal.rule.article,
        confidence=legal.rule.confidence,
        explanation=list(legal.steps),
        changes=list(legal.what_would_change),
        consequence=legal.consequence,
        room=Room.CAUCUS,
        binding=ours,
        action_label=_("Rédiger l’avis") if ours else _("Voir la consultation"),
        action_url=reverse("dialogue:opinion", args=[project.pk])
        if ours
        else consultation.get_absolute_url(),
    )


def _cancel_the_others(consultation: Consultation, computation: Computation) -> None:
    wanted = {
        key_of(consultation, legal.code)
        for legal in computation.dates
        if legal.strict is not None
    }
    for key in _open_keys(consultation):
        if key not in wanted:
            deadlines.close(consultation.project, key, DeadlineState.CANCELLED)


def _record_stop(
    consultation: Consultation, old: date, *, actor: Member | None, reason: str
) -> None:
    """A date that disappears has no new row in the ledger to tell it."""
    sentence = _("La date du %(day)s pour rendre l’avis n’est plus comptée") % {
        "day": day_in_words(old)
    }
    journal.record(
        consultation.project,
        "deadline.moved",
        f"{sentence} ({reason})" if reason else sentence,
        actor=actor,
        target=consultation,
        old=old.isoformat(),
        new=None,
        reason=reason,
        on=timezone.localdate().isoformat(),
    )
