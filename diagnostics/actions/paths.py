"""A path of dialogue that a project follows: forward, back, and round again."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.enums import STAGE_MOVES, InstrumentKind, PathState, StageState
from diagnostics.instruments.paths import PathStage
from diagnostics.models import FollowedPath, Instrument, StageRecord
from projects import items, journal, notices
from projects.errors import Conflict, Refused
from projects.models import Member, Project
from projects.seen import refuse_stale

#: What several people may write of one stage.
NOTED = ("ticked", "note")


@transaction.atomic
def start(
    project: Project, instrument: Instrument, *, actor: Member, room: str
) -> FollowedPath:
    """Follow a path from its first stage, with its text as published today."""
    if instrument.kind != InstrumentKind.PATH or instrument.current is None:
        raise Refused(_("Ce parcours n’est pas publié."))
    items.lock_project(project)
    if FollowedPath.objects.underway().filter(project=project).exists():
        raise Refused(_("Ce projet suit déjà un parcours : arrêtez-le d’abord."))
    path = FollowedPath.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        version=instrument.current,
        room=room,
        created_by=actor,
    )
    first = path.text.stages[0]
    StageRecord.objects.create(path=path, round=1, stage=first.code)
    _record(path, "started", _("Parcours suivi : %(title)s"), actor, stage=first)
    notices.tell(
        project,
        notices.across(project, room, actor),
        _("Un parcours de dialogue commence : %(title)s") % {"title": path},
        path.get_absolute_url(),
        actor=actor,
    )
    return path


@transaction.atomic
def note(
    path: FollowedPath,
    *,
    actor: Member,
    ticked: Iterable[int],
    note: str,
    here: str | None = None,
    seen: str | None = None,
) -> StageRecord:
    """Keep which exit criteria are met at this stage, and what happened.

    `here` is the `place` that the page showed, `seen` the `mark` of what it said of it.
    Raises Conflict when the path stands elsewhere by now, Stale when it says else.
    """
    record, stage = _hold_here(path, here)
    _refuse_stale(record, stage, ticked, note, seen)
    before = _noted(record, stage)
    record.ticked, record.note = _known(stage, ticked), note
    after = _noted(record, stage)
    if before == after:
        return record
    record.save(update_fields=["ticked", "note"])
    sentence = _("Parcours, étape « %(stage)s » : ce qui est acquis est noté")
    _record(path, "noted", sentence, actor, stage=stage, before=before, **after)
    return record


@transaction.atomic
def move_on(
    path: FollowedPath,
    *,
    actor: Member,
    ticked: Iterable[int],
    note: str,
    left_because: str = "",
    here: str | None = None,
    seen: str | None = None,
) -> FollowedPath:
    """Leave the stage for the next one; after the last, a new round or the end.

    Raises as `note`, and Refused when a criterion is missing without a reason.
    """
    record, stage = _hold_here(path, here)
    _refuse_stale(record, stage, ticked, note, seen)
    met = _known(stage, ticked)
    if len(met) < len(stage.exit) and not left_because:
        raise Refused(
            _("Des conditions de passage manquent : dites pourquoi vous passez sans.")
        )
    left = _pass(record, stage, met, note, left_because)
    following = _following(path)
    if following is None:
        _end(path, PathState.FINISHED)
        sentence = _("Parcours terminé : %(title)s")
        _record(path, "finished", sentence, actor, stage=stage, **left)
        return path
    number, after = following
    _enter(path, number, after)
    _record(
        path, "moved", _("Parcours, étape « %(stage)s »"), actor, stage=after, **left
    )
    return path


def _pass(
    record: StageRecord, stage: PathStage, met: list[int], note: str, because: str
) -> dict[str, Any]:
    """Leave a stage as done; what the journal keeps of it."""
    _move(record, StageState.DONE)
    before = {**_noted(record, stage), "because": record.left_because}
    missing = [words for rank, words in enumerate(stage.exit) if rank not in met]
    record.done_on = timezone.localdate()
    record.ticked, record.note = met, note
    record.left_because = because if missing else ""
    record.save(update_fields=["state", "done_on", "ticked", "note", "left_because"])
    return {
        "left": stage.code,
        "left_title": stage.title,
        "missing": missing,
        "because": record.left_because,
        "before": before,
        **_noted(record, stage),
    }


@transaction.atomic
def go_back(
    path: FollowedPath, *, actor: Member, reason: str, here: str | None = None
) -> FollowedPath:
    """Take up the stage before again; what was noted of both is kept."""
    record, stage = _hold_here(path, here)
    stages = path.text.stages
    place = stages.index(stage)
    number = path.round if place else path.round - 1
    if number < 1:
        raise Refused(_("C’est la première étape : il n’y en a pas avant elle."))
    before = stages[place - 1]
    _move(record, StageState.AHEAD)
    record.save(update_fields=["state"])
    _enter(path, number, before)
    sentence = _("Parcours, retour à l’étape « %(stage)s »")
    left = {"left": stage.code, "left_title": stage.title}
    _record(path, "back", sentence, actor, stage=before, why=reason, **left)
    return path


@transaction.atomic
def leave(
    path: FollowedPath, *, actor: Member, reason: str, here: str | None = None
) -> None:
    """Stop following a path; it stays readable, and another may begin."""
    _record_here, stage = _hold_here(path, here)
    path.reason = reason
    _end(path, PathState.LEFT)
    sentence = _("Parcours arrêté : %(title)s")
    _record(path, "left", sentence, actor, stage=stage, why=reason)


def place(record: StageRecord) -> str:
    """Which stage of which round of which path: forms send it back."""
    return f"{record.path_id}/{record.round}/{record.stage}"


def _hold_here(path: FollowedPath, here: str | None) -> tuple[StageRecord, PathStage]:
    """Hold the path; where it stands. Raises Refused when it is over or elsewhere."""
    path.refresh_from_db(
        from_queryset=FollowedPath.objects.select_for_update(of=("self",))
        .select_related("project", "version__instrument")
        .defer("version__content")
    )
    if path.state != PathState.OPEN:
        raise Refused(_("Ce parcours n’est plus suivi."))
    record = path.records.get(state=StageState.HERE)
    stage = next(one for one in path.text.stages if one.code == record.stage)
    if here is not None and here != place(record):
        raise Conflict(
            _(
                "Le parcours est maintenant à l’étape « %(stage)s » : ce que vous "
                "demandiez pour une autre étape n’est pas fait."
            )
            % {"stage": stage.title},
            place(record),
        )
    return record, stage


def _noted(record: StageRecord, stage: PathStage) -> dict[str, Any]:
    """In words too: ranks among criteria tell nothing to who reads the journal."""
    met = [stage.exit[rank] for rank in record.ticked]
    return {"ticked": record.ticked, "note": record.note, "met": met}


def _refuse_stale(
    record: StageRecord,
    stage: PathStage,
    ticked: Iterable[int],
    note: str,
    seen: str | None,
) -> None:
    met = " ; ".join(stage.exit[rank] for rank in record.ticked)
    given = {"ticked": _known(stage, ticked), "note": note}
    refuse_stale(record, given, seen, {"ticked": met})


def _known(stage: PathStage, ticked: Iterable[int]) -> list[int]:
    return sorted({rank for rank in ticked if 0 <= rank < len(stage.exit)})


def _following(path: FollowedPath) -> tuple[int, PathStage] | None:
    """The first stage that this round has not been through; else the next round."""
    done = set(
        path.records.filter(round=path.round, state=StageState.DONE).values_list(
            "stage", flat=True
        )
    )
    left = [stage for stage in path.text.stages if stage.code not in done]
    if left:
        return path.round, left[0]
    return (path.round + 1, path.text.stages[0]) if path.text.circular else None


def _enter(path: FollowedPath, number: int, stage: PathStage) -> None:
    if number != path.round:
        path.round = number
        path.save(update_fields=["round"])
    record = path.records.filter(round=number, stage=stage.code).first()
    if record is None:
        StageRecord.objects.create(path=path, round=number, stage=stage.code)
        return
    _move(record, StageState.HERE)
    record.done_on = None
    record.save(update_fields=["state", "done_on"])


def _move(record: StageRecord, to: StageState) -> None:
    here = StageState(record.state)
    if to not in STAGE_MOVES[here]:
        raise Refused(
            _("Cette étape est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    record.state = to


def _end(path: FollowedPath, state: PathState) -> None:
    path.state, path.ended_on = state, timezone.localdate()
    path.save(update_fields=["state", "ended_on", "reason"])


def _record(
    path: FollowedPath,
    verb: str,
    sentence: str,
    actor: Member,
    *,
    stage: PathStage,
    **data: Any,
) -> None:
    journal.record(
        path.project,
        f"path.{verb}",
        sentence % {"title": path.text.header.title, "stage": stage.title},
        actor=actor,
        target=path,
        room=path.room,
        stage=stage.code,
        round=path.round,
        **data,
    )
