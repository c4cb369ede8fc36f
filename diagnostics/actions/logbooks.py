"""The logbook of a project: opening it, following its advice, sharing it once."""

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.enums import ADVICE_WITH_REASON, AdviceState
from diagnostics.instruments.advice import Advice
from diagnostics.library import advice_book
from diagnostics.models import AdviceRecord, Logbook
from projects import items, journal, notices
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Document, Member, Project
from projects.seen import mark_of, refuse_stale


@transaction.atomic
def open_logbook(project: Project, *, actor: Member, room: str) -> Logbook:
    """Open the one logbook of a project, with the advice as it is published today."""
    items.lock_project(project)
    if Logbook.objects.filter(project=project).exists():
        raise Refused(_("Ce projet a déjà son carnet."))
    book = advice_book()
    if book is None or book.current is None:
        raise Refused(_("Aucun conseil n’est publié dans cette installation."))
    logbook = Logbook.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        version=book.current,
        room=room,
        opened_by=actor,
    )
    _record(logbook, "logbook.opened", _("Carnet APIDOR ouvert"), actor)
    _tell(logbook, _("Un carnet suit les conseils et les besoins du projet"), actor)
    return logbook


@transaction.atomic
def share_logbook(logbook: Logbook, *, actor: Member, seen: str) -> None:
    """Let both sides read and write the logbook; there is no way back.

    Needs kept in the caucus stay there: each is shared for itself. `seen` is the
    `fingerprint` of what the person read; raises Conflict when it changed since.
    """
    hold(logbook)
    if logbook.room == Room.SHARED:
        return
    if seen != fingerprint(logbook):
        raise Conflict(
            _("Le carnet a changé depuis : relisez ce que la direction lira."),
            fingerprint(logbook),
        )
    logbook.room, logbook.shared_at = Room.SHARED, timezone.now()
    logbook.save(update_fields=["room", "shared_at"])
    _record(logbook, "logbook.shared", _("Carnet APIDOR partagé"), actor)
    _tell(logbook, _("Le carnet APIDOR du projet est partagé"), actor)


def fingerprint(logbook: Logbook) -> str:
    """Of what sharing would show: nobody shares words that they did not read."""
    return mark_of([[one.code, _words(one)] for one in logbook.records.all()])


@dataclass(frozen=True, slots=True)
class Followed:
    """What is written of one piece of advice."""

    state: AdviceState
    who: str = ""
    reason: str = ""
    proof: str = ""
    document: Document | None = None


FOLLOWED = tuple(field.name for field in fields(Followed))


@transaction.atomic
def move_advice(
    logbook: Logbook,
    code: str,
    followed: Followed,
    *,
    actor: Member,
    seen: str | None = None,
) -> AdviceRecord:
    """Say where a piece of advice stands; what stood before stays in the journal.

    Raises Refused when it is set aside without a reason, Stale when what `seen` marks
    changed since.
    """
    hold(logbook)
    if code not in advice_by_code(logbook):
        raise Refused(_("Ce conseil n’est pas dans le carnet."))
    before = AdviceRecord.objects.filter(logbook=logbook, code=code).first()
    given = {name: getattr(followed, name) for name in FOLLOWED}
    refuse_stale(before, given, seen, blank={"state": AdviceState.TODO})
    _check_words(logbook, followed, before)
    record, _created = AdviceRecord.objects.update_or_create(
        logbook=logbook,
        code=code,
        defaults={**given, "moved_by": actor, "moved_at": timezone.now()},
    )
    journal.record(
        logbook.project,
        "advice.moved",
        _("Conseil %(code)s : %(state)s")
        % {"code": code, "state": followed.state.label},
        actor=actor,
        target=record,
        room=logbook.room,
        code=code,
        before=before and _words(before),
        after=_words(record),
    )
    return record


def _check_words(
    logbook: Logbook, followed: Followed, before: AdviceRecord | None
) -> None:
    """What was cited before the logbook was shared stays, read by those who may."""
    if followed.state in ADVICE_WITH_REASON and not followed.reason:
        raise Refused(_("Dites pourquoi ce conseil est refusé ou sans objet."))
    cited = followed.document
    newly = cited is not None and (before is None or before.document_id != cited.pk)
    if logbook.room == Room.SHARED and newly and _kept(cited):
        raise Refused(_("Un carnet partagé ne cite que des documents partagés."))


def advice_by_code(logbook: Logbook) -> dict[str, Advice]:
    return {one.code: one for stage in logbook.book.stages for one in stage.advice}


def hold(logbook: Logbook) -> None:
    """Hold the row until the end of the transaction, and read it again."""
    logbook.refresh_from_db(
        from_queryset=Logbook.objects.select_for_update(of=("self",))
        .select_related("project", "version")
        .defer("version__content")
    )


def _kept(document: Document | None) -> bool:
    return document is not None and document.room == Room.CAUCUS


def _words(record: AdviceRecord) -> dict[str, str]:
    return {
        "state": record.state,
        "who": record.who,
        "reason": record.reason,
        "proof": record.proof,
        "document": str(record.document_id or ""),
    }


def _record(
    logbook: Logbook, verb: str, sentence: str, actor: Member, **data: Any
) -> None:
    journal.record(
        logbook.project,
        verb,
        sentence,
        actor=actor,
        target=logbook,
        room=logbook.room,
        **data,
    )


def _tell(logbook: Logbook, sentence: str, actor: Member) -> None:
    notices.tell(
        logbook.project,
        notices.audience(logbook.project, logbook.room),
        sentence,
        logbook.get_absolute_url(),
        actor=actor,
    )
