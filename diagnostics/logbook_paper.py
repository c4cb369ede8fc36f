"""What the PDF of a logbook says: every phase, its advice, and the table of needs."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from diagnostics.enums import AdviceState, NeedState
from diagnostics.instruments.advice import Stage
from diagnostics.models import AdviceRecord, Logbook, Need
from projects import reports
from projects.enums import Phase, ReportKind, Room
from projects.french import day
from projects.models import Entry, Member, Report

TEMPLATE = "diagnostics/pdf/logbook.html"


def ask_logbook(logbook: Logbook, *, actor: Member) -> Report:
    """The PDF in the room of the person who asks; it is never a draft.

    What it shows is what stood when it was asked for.
    """
    shared = logbook.room == Room.SHARED and not actor.sees_caucus
    project = logbook.project
    return reports.ask(
        project,
        ReportKind.LOGBOOK,
        subject=logbook.pk,
        room=Room.SHARED if shared else Room.CAUCUS,
        title=_("Carnet APIDOR, dossier n° %(number)s") % {"number": project.number},
        template=TEMPLATE,
        content=logbook_content(logbook, actor),
        draft=False,
        actor=actor,
    )


def logbook_content(logbook: Logbook, member: Member) -> dict[str, Any]:
    """As JSON, in rooms that `member` may enter. Cited documents are not named:
    one file serves all who share a room, and each document has its readers."""
    project, book = logbook.project, logbook.book
    records = {
        one.code: one for one in logbook.records.select_related("moved_by__user")
    }
    earlier = _states_before(logbook)
    titles = {one.code: one.title for one in book.needs}
    visible = Need.objects.visible_to(member).filter(logbook=logbook)
    needs = list(visible.select_related("origin"))
    return {
        "heading": reports.heading_of(project),
        # The cover names the file once.
        "consultation": project.title,
        "phase": str(Phase(project.phase).label),
        "room": str(_room(logbook, needs, records, member)),
        "advice_room": str(logbook.room),
        "phases": [
            _phase(stage, records, earlier, project.phase, member)
            for stage in book.stages
        ],
        "needs": [_need(one, titles) for one in needs],
        "origin": book.header.origin.printed(),
        "version": logbook.version.number,
    }


def _room(
    logbook: Logbook,
    needs: list[Need],
    records: dict[str, AdviceRecord],
    member: Member,
) -> Room:
    """The caucus as soon as one thing of it is inside: words, or somebody's name."""
    inside = (
        logbook.room == Room.CAUCUS
        or any(one.room == Room.CAUCUS for one in needs)
        or any(_names_somebody(one, member) for one in records.values())
    )
    return Room.CAUCUS if inside else Room.SHARED


def _names_somebody(record: AdviceRecord, reader: Member) -> bool:
    return record.mover_for(reader) != record.mover_outside()


def _states_before(logbook: Logbook) -> dict[UUID, str]:
    """By record, the state that the present one took the place of, as a word.

    Lines of the room of the logbook alone: a paper for both sides tells nothing that
    was written before it was shared.
    """
    lines = Entry.objects.filter(
        project=logbook.project, verb="advice.moved", room=logbook.room
    )
    before = {one.target: one.data["before"] for one in lines.order_by("pk")}
    return {
        target: str(AdviceState(words["state"]).label)
        for target, words in before.items()
        if words
    }


def _phase(
    stage: Stage,
    records: dict[str, AdviceRecord],
    earlier: dict[UUID, str],
    phase: str,
    member: Member,
) -> dict[str, Any]:
    usual = Counter(one.grounds for one in stage.advice).most_common(1)[0][0]
    return {
        "title": stage.title,
        "stake": stage.stake,
        "here": stage.phase == phase,
        "grounds": stage.grounds.printed(),
        # Said once above the table; a piece of advice tells its own when it differs.
        "usual": usual.printed(),
        "advice": [
            {
                "code": one.code,
                "text": one.text,
                "actors": ", ".join(str(actor.label) for actor in one.actors),
                "grounds": "" if one.grounds == usual else one.grounds.printed(),
                **_record(records.get(one.code), earlier, member),
            }
            for one in stage.advice
        ],
    }


def _record(
    record: AdviceRecord | None, earlier: dict[UUID, str], member: Member
) -> dict[str, str]:
    if record is None:
        return {"state": str(AdviceState.TODO.label)}
    return {
        "state": str(AdviceState(record.state).label),
        "who": record.who,
        "reason": record.reason,
        "proof": record.proof,
        "moved_by": record.mover_for(member),
        "moved_on": day(record.moved_at),
        "before": earlier.get(record.pk, ""),
    }


def _need(need: Need, titles: dict[str, str]) -> dict[str, str]:
    return {
        "number": need.number,
        "room": str(need.room),
        "category": titles.get(need.category, need.category),
        "statement": need.statement,
        "motive": need.motive,
        "carried_by": need.carried_by,
        "answer": need.answer,
        "acceptance": need.acceptance,
        "proof": need.proof,
        "state": str(NeedState(need.state).label),
        "reason": need.reason,
        "sequel": need.sequel,
    }
