"""The moves of an information-consultation, one function per act.

What the employer reads of it is decided here, line by line: states and their dates
are shared (Room.SHARED); the count of the period, the expert, the agreed date and the
reasons are the delegation's own and stay in the caucus.
"""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.actions import ballots, clock, log, public_opinions
from dialogue.actions.answers import follow_batch
from dialogue.actions.batches import deadline_key
from dialogue.actions.locks import hold_consultation
from dialogue.enums import CONSULTATION_MOVES, ConsultationState, EventKind
from dialogue.models import Consultation, Passage, Question
from projects import deadlines, items, journal, notices
from projects.enums import DeadlineState, Regime, Room
from projects.errors import Refused
from projects.models import Document, Member, Project
from projects.workdays import day_in_words

logger = logging.getLogger(__name__)

S = ConsultationState
BEFORE_OPINION = (S.DRAFT, S.INFORMING, S.OPEN, S.SUSPENDED)


@transaction.atomic
def prepare(
    project: Project, *, actor: Member, subject: str, two_levels: bool = False
) -> Consultation:
    """Start a draft, which only the delegation sees."""
    rows = Consultation.objects.filter(project=project)
    drafts = Question.objects.filter(project=project).drafts()
    # Held in the order of `locks`; both lists are read again behind the project.
    list(rows.select_for_update().order_by("rank"))
    list(drafts.select_for_update().order_by("pk"))
    items.lock_project(project)
    if rows.filter(state__in=BEFORE_OPINION).exists():
        raise Refused(
            _(
                "Une consultation est déjà en cours sur ce projet : l’avis doit être "
                "rendu, ou réputé rendu, avant d’en préparer une autre."
            )
        )
    consultation = Consultation.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        rank=items.next_rank(rows),
        subject=subject,
        two_levels=two_levels,
    )
    # What was never sent in an earlier consultation can be sent in this one.
    drafts.update(consultation=consultation)
    tell(consultation, "prepared", _("Consultation préparée"), actor)
    return consultation


@transaction.atomic
def ask_information(
    consultation: Consultation, *, actor: Member, on: date
) -> Consultation:
    """The CSE asks for the information that the employer owes (L2312-15)."""
    hold_consultation(consultation)
    refuse_future(on, consultation)
    consultation.requested_on = on
    move(consultation, S.INFORMING, "requested_on")
    tell(
        consultation,
        "information_asked",
        _("Information demandée le %(day)s") % {"day": day_in_words(on)},
        actor,
        room=Room.SHARED,
    )
    return consultation


@transaction.atomic
def open_consultation(
    consultation: Consultation, *, actor: Member, on: date, in_database: bool = False
) -> Consultation:
    """The information is handed over, or announced in the BDESE: the period starts.

    `on` is that day (R2312-5), never the day of the invitation or of the agenda.
    """
    hold_consultation(consultation)
    refuse_future(on, consultation)
    consultation.information_on = consultation.opened_on = on
    move(consultation, S.OPEN, "information_on", "opened_on")
    kind = EventKind.DATABASE if in_database else EventKind.INFORMATION
    log.write(consultation, kind, on, actor=actor)
    sentence = (
        _("Information annoncée dans la BDESE le %(day)s : la consultation est ouverte")
        if in_database
        else _("Information remise le %(day)s : la consultation est ouverte")
    ) % {"day": day_in_words(on)}
    tell(consultation, "opened", sentence, actor, room=Room.SHARED)
    clock.recompute(consultation, actor=actor)
    notify(consultation, sentence, actor, room=Room.SHARED)
    return consultation


@transaction.atomic
def withdraw(consultation: Consultation, *, actor: Member) -> Consultation:
    """Give up a draft. Its questions wait for another consultation of the project.

    Refused when an opinion is being written for it, so that no text disappears.
    """
    hold_consultation(consultation)
    if Passage.objects.kept().filter(opinion__consultation=consultation).exists():
        raise Refused(
            _("Un avis est en rédaction sur cette consultation : elle est gardée.")
        )
    consultation.withdrawn_on = clock.local_day(consultation)
    move(consultation, S.WITHDRAWN, "withdrawn_on")
    key = clock.key_of(consultation, clock.REPORT)
    deadlines.close(consultation.project, key, DeadlineState.CANCELLED)
    sentence = _("Consultation en brouillon retirée : %(subject)s")
    tell(consultation, "withdrawn", sentence % {"subject": consultation.subject}, actor)
    return consultation


@transaction.atomic
def give_opinion(
    consultation: Consultation,
    *,
    actor: Member,
    on: date,
    evidence: Document | None = None,
) -> Consultation:
    """The CSE gave its opinion (avis) on `on`; a late one is refused.

    After the last arguable day the law has already deemed the opinion negative
    (R2312-6), whether or not the nightly task has run. The day of the opinion decides,
    not the day it is written down: one given in time takes back what the task noted.
    Once the follow-up of a deemed opinion is open, both sides act on it: only a
    document (procès-verbal) that proves the day goes back on it.
    """
    hold_consultation(consultation)
    _check_opinion(consultation, on, evidence)
    deemed = consultation.deemed_on is not None
    consultation.opinion_on, consultation.opinion_evidence = on, evidence
    consultation.deemed_on = consultation.follow_up_on = None
    move(
        consultation,
        S.OPINION_GIVEN,
        *("opinion_on", "opinion_evidence", "deemed_on", "follow_up_on"),
    )
    if deemed:
        clock.met_after_all(consultation)
    log.write(consultation, EventKind.OPINION, on, actor=actor, evidence=evidence)
    clock.finish(consultation, DeadlineState.MET)
    refresh_project(consultation.project)
    sentence = (
        _("Avis rendu à temps, le %(day)s : il n’est plus réputé négatif")
        if deemed
        else _("Avis rendu le %(day)s")
    ) % {"day": day_in_words(on)}
    tell(consultation, "opinion_given", sentence, actor, room=Room.SHARED)
    notify(consultation, sentence, actor, room=Room.SHARED)
    return consultation


def _check_opinion(
    consultation: Consultation, on: date, evidence: Document | None
) -> None:
    if consultation.state == S.SUSPENDED:
        raise Refused(suspended_sentence())
    if consultation.state == S.FOLLOW_UP and consultation.deemed_on is None:
        raise Refused(_("L’avis est déjà rendu : le suivi est ouvert."))
    if consultation.state == S.FOLLOW_UP and evidence is None:
        raise Refused(
            _(
                "Le suivi d’un avis réputé négatif est ouvert : choisissez le document "
                "qui prouve que l’avis a été rendu à temps (procès-verbal, courriel)."
            )
        )
    refuse_future(on, consultation)
    if consultation.information_on and on < consultation.information_on:
        raise Refused(_("L’avis ne peut pas précéder la remise de l’information."))
    if consultation.extended_on and on > consultation.extended_on:
        raise Refused(
            _(
                "Le délai a pris fin le %(day)s : le CSE est réputé avoir rendu un "
                "avis négatif. Si un fait manque au calcul (expertise, accord, date "
                "de remise), corrigez-le d’abord."
            )
            % {"day": day_in_words(consultation.extended_on)}
        )


def deem_overdue(now: datetime) -> int:
    """Deem negative every opinion whose last arguable day has ended at its workplace.

    One transaction each, and what fails is logged: one file cannot hold the others
    back. Returns how many changed; a second run the same day changes none.
    """
    # Somewhere the next day may have begun; each row then has its own day.
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    late = (
        Consultation.objects.past_deadline(tomorrow)
        .exclude(project__workplace__regime=Regime.PUBLIC)
        .select_related("project__workplace")
        .order_by("extended_on")
    )
    count = 0
    for row in list(late):
        try:
            count += deem_negative(row, today=clock.local_day(row, now))
        except Exception:
            logger.exception("Consultation %s could not be deemed negative", row.pk)
    return count


@transaction.atomic
def deem_negative(consultation: Consultation, *, today: date) -> bool:
    """Avis réputé négatif (R2312-6): dated the last day of the period. Nobody acts.

    False when the consultation moved on in the meantime.
    """
    hold_consultation(consultation)
    last = consultation.extended_on
    if consultation.state != S.OPEN or last is None or last >= today:
        return False
    consultation.deemed_on = last
    move(consultation, S.DEEMED_NEGATIVE, "deemed_on")
    clock.finish(consultation, DeadlineState.MISSED)
    ballots.settle(consultation)
    refresh_project(consultation.project)
    sentence = _("Délai de consultation passé : avis réputé négatif")
    tell(consultation, "deemed_negative", sentence, None, room=Room.SHARED)
    notify(consultation, sentence, None, room=Room.SHARED)
    return True


@transaction.atomic
def start_follow_up(
    consultation: Consultation, *, actor: Member, on: date
) -> Consultation:
    """The employer has to report on what became of the opinion (L2312-15)."""
    hold_consultation(consultation)
    refuse_future(on, consultation)
    consultation.follow_up_on = on
    move(consultation, S.FOLLOW_UP, "follow_up_on")
    sentence = _("Suivi ouvert le %(day)s") % {"day": day_in_words(on)}
    tell(consultation, "follow_up", sentence, actor, room=Room.SHARED)
    return consultation


@transaction.atomic
def close(
    consultation: Consultation, *, actor: Member, on: date, sure: bool = False
) -> Consultation:
    """Nothing is awaited any more. `sure`: not even the second deliberation."""
    hold_consultation(consultation)
    refuse_future(on, consultation)
    if consultation.follow_up_on and on < consultation.follow_up_on:
        raise Refused(_("La clôture ne peut pas précéder le suivi."))
    awaited = public_opinions.awaited(consultation)
    if awaited is not None and not sure:
        raise Refused(
            _(
                "Une nouvelle délibération est encore attendue, au plus tard le "
                "%(day)s : clore y renonce. Si c’est bien ce que vous voulez, cochez "
                "« Je renonce à la nouvelle délibération »."
            )
            % {"day": day_in_words(awaited.due_on)}
        )
    consultation.closed_on = on
    move(consultation, S.CLOSED, "closed_on")
    for batch in consultation.batches.all():
        deadlines.close(
            consultation.project, deadline_key(batch), DeadlineState.CANCELLED
        )
    for code in (clock.SECOND_LOOK, clock.REPORT):
        key = clock.key_of(consultation, code)
        deadlines.close(consultation.project, key, DeadlineState.CANCELLED)
    sentence = _("Consultation close le %(day)s") % {"day": day_in_words(on)}
    tell(consultation, "closed", sentence, actor, room=Room.SHARED)
    return consultation


@transaction.atomic
def reopen_follow_up(
    consultation: Consultation, *, actor: Member, reason: str
) -> Consultation:
    """The closing gave up a second look, the report on a risk, answers: awaited again.

    The dates of answers stand in the shared room, where the reason is not told.
    """
    hold_consultation(consultation)
    consultation.closed_on = None
    move(consultation, S.FOLLOW_UP, "closed_on")
    sentence = _("Suivi rouvert (%(reason)s)") % {"reason": reason}
    tell(consultation, "reopened", sentence, actor)
    clock.follow_risk_report(consultation, actor=actor, reason=sentence)
    public_opinions.await_again(consultation, actor=actor, reason=sentence)
    for batch in consultation.batches.order_by("rank"):
        follow_batch(batch, actor=actor)
    return consultation


def move(consultation: Consultation, to: ConsultationState, *fields: str) -> None:
    """Change the state, with the fields it needs. Raises Refused, in French."""
    here = S(consultation.state)
    if to not in CONSULTATION_MOVES[here]:
        raise Refused(
            _("La consultation est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    consultation.state = to
    store(consultation, "state", *fields)


def store(consultation: Consultation, *fields: str) -> None:
    """Save what an act changed; what the database would refuse is said in French."""
    try:
        consultation.validate_constraints()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    consultation.save(update_fields=fields)


def suspended_sentence() -> str:
    """No text says whether an opinion counts while the period is suspended."""
    return _(
        "Le délai est suspendu : la loi ne dit pas si un avis peut être rendu avant "
        "la notification du jugement, et Navette n’en inscrit pas. Enregistrez "
        "d’abord la reprise du délai."
    )


def refuse_future(day: date, consultation: Consultation | None = None) -> None:
    """Refuse a day that has not begun: at the workplace, or in Paris without one."""
    today = clock.local_day(consultation) if consultation else timezone.localdate()
    if day > today:
        raise Refused(_("Cette date n’est pas encore arrivée : vérifiez-la."))


def refresh_project(project: Project) -> None:
    """Keep the first opinion of the project, given or deemed, on its sheet."""
    first = (
        Consultation.objects.filter(project=project)
        .annotate(day=Coalesce("opinion_on", "deemed_on"))
        .aggregate(first=Min("day"))["first"]
    )
    if project.opinion_on != first:
        project.opinion_on = first
        project.save(update_fields=["opinion_on"])


def tell(
    consultation: Consultation,
    what: str,
    sentence: str,
    actor: Member | None,
    *,
    room: Room = Room.CAUCUS,
    **data: Any,
) -> None:
    journal.record(
        consultation.project,
        f"consultation.{what}",
        sentence,
        actor=actor,
        target=consultation,
        room=room,
        **data,
    )


def notify(
    consultation: Consultation, sentence: str, actor: Member | None, *, room: Room
) -> None:
    project = consultation.project
    notices.tell(
        project,
        notices.audience(project, room),
        sentence,
        consultation.get_absolute_url(),
        actor=actor,
    )
