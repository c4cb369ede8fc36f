"""Well-being needs: expressed, answered, and followed until they are accepted."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.actions.logbooks import hold
from diagnostics.enums import NEED_MOVES, NeedState
from diagnostics.models import Logbook, Need
from projects import items, journal, notices
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Item, Member
from projects.seen import mark, refuse_stale

#: What those who express a need may word, and word again until it is delivered.
WORDS = ("category", "statement", "motive", "carried_by", "acceptance")
REWORDED = (*WORDS, "origin")
#: What was said of it since.
ANSWERED = ("answer",)
JUDGED = (*ANSWERED, "state", "proof", "reason", "sequel")
WORDED = (NeedState.EXPRESSED, NeedState.RETAINED)
#: Once closed, a need keeps its answer too; leading it back to life opens it again.
CLOSED = (NeedState.ACCEPTED, NeedState.DROPPED)


@transaction.atomic
def express(
    logbook: Logbook, *, actor: Member, room: str, origin: Item | None, **words: str
) -> Need:
    """Write a need down and number it (B-n); `words` are those of WORDS.

    Raises Refused for a shared need in a logbook that is not.
    """
    hold(logbook)
    if room == Room.SHARED and logbook.room == Room.CAUCUS:
        raise Refused(_("Le carnet est dans l’espace élus : ses besoins aussi."))
    _check(logbook, words["category"], origin, room)
    items.lock_project(logbook.project)
    need = Need.objects.create(
        organisation_id=logbook.organisation_id,
        project=logbook.project,
        logbook=logbook,
        rank=items.next_rank(Need.objects.filter(project=logbook.project)),
        room=room,
        origin=origin,
        created_by=actor,
        **words,
    )
    sentence = _("Besoin %(number)s exprimé : %(statement)s")
    _record(need, "expressed", sentence % _names(need), actor)
    if room == Room.SHARED:
        _tell(need, sentence % _names(need), actor)
    return need


@transaction.atomic
def reword(
    need: Need,
    *,
    actor: Member,
    origin: Item | None,
    seen: str | None = None,
    **words: str,
) -> Need:
    """Word a need better. Refused once it is delivered: it is judged on its words.

    `seen` is the `mark` of what the page showed; raises Stale when it changed since.
    """
    _hold(need)
    refuse_stale(need, {**words, "origin": origin}, seen)
    if need.state not in WORDED:
        raise Refused(_("Ce besoin est livré ou clos : sa phrase ne change plus."))
    _check(need.logbook, words["category"], origin, need.room)
    before = {name: getattr(need, name) for name in WORDS}
    for name, value in words.items():
        setattr(need, name, value)
    need.origin = origin
    need.save(update_fields=[*WORDS, "origin"])
    sentence = _("Besoin %(number)s récrit : %(statement)s")
    after = {name: getattr(need, name) for name in WORDS}
    _record(
        need, "reworded", sentence % _names(need), actor, before=before, after=after
    )
    return need


@transaction.atomic
def answer(need: Need, *, actor: Member, answer: str, seen: str | None = None) -> Need:
    """What the project answers to a need; the answer before stays in its history.

    Refused once the need is closed: it was accepted, or given up, with that answer.
    """
    _hold(need)
    refuse_stale(need, {"answer": answer}, seen)
    if need.answer == answer:
        return need
    if need.state in CLOSED:
        raise Refused(
            _(
                "Ce besoin est à l’état « %(state)s » : la réponse ne change plus. "
                "Pour la reprendre, changez d’abord l’état du besoin."
            )
            % {"state": NeedState(need.state).label}
        )
    before, need.answer = need.answer, answer
    need.save(update_fields=["answer"])
    sentence = _("Réponse du projet au besoin %(number)s")
    _record(need, "answered", sentence % _names(need), actor, before=before, now=answer)
    sentence = _("Le besoin %(number)s a une réponse : %(statement)s")
    _tell(need, sentence % _names(need), actor)
    return need


@transaction.atomic
def move(
    need: Need,
    *,
    actor: Member,
    to: str,
    reason: str = "",
    sequel: str = "",
    proof: str = "",
) -> Need:
    """Lead a need to its next state; of two moves, the last stands and both are told.

    A refusal gives its reason and what follows from it; giving up gives its reason;
    an acceptance says what shows that the need is met. Raises Refused otherwise.
    """
    _hold(need)
    here, there = NeedState(need.state), NeedState(to)
    if there not in NEED_MOVES[here]:
        raise Refused(
            _("Ce besoin est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    _check_words(there, reason, sequel, proof or need.proof)
    was = {name: getattr(need, name) for name in ("reason", "sequel", "proof")}
    need.state, need.moved_at = there, timezone.now()
    need.reason = reason
    need.sequel = sequel if there == NeedState.REFUSED else ""
    need.proof = proof or need.proof
    need.save(update_fields=["state", "moved_at", "reason", "sequel", "proof"])
    sentence = _("Besoin %(number)s : « %(before)s » devient « %(after)s »") % {
        **_names(need),
        "before": here.label,
        "after": there.label,
    }
    now = {name: getattr(need, name) for name in was}
    _record(need, "moved", sentence, actor, before=here, after=there, was=was, **now)
    _tell(need, sentence, actor)
    return need


def _check_words(there: NeedState, reason: str, sequel: str, proof: str) -> None:
    if there == NeedState.REFUSED and not (reason and sequel):
        raise Refused(_("Un refus se motive, et dit quelle suite il a."))
    if there == NeedState.DROPPED and not reason:
        raise Refused(_("Dites pourquoi ce besoin est abandonné."))
    if there == NeedState.ACCEPTED and not proof:
        raise Refused(_("Dites ce qui montre que le besoin est tenu."))


@transaction.atomic
def share(need: Need, *, actor: Member, seen: str) -> None:
    """Put a need in the shared table; there is no way back.

    `seen` is the `fingerprint` of the need as the person read it; raises Conflict when
    it changed since.
    """
    _hold(need)
    if need.logbook.room == Room.CAUCUS:
        raise Refused(_("Partagez d’abord le carnet."))
    if need.room == Room.SHARED:
        return
    if seen != fingerprint(need):
        raise Conflict(
            _("Ce besoin a changé depuis : relisez ce que la direction lira."),
            fingerprint(need),
        )
    need.room = Room.SHARED
    need.save(update_fields=["room"])
    sentence = _("Besoin %(number)s partagé : %(statement)s")
    _record(need, "shared", sentence % _names(need), actor)
    _tell(need, sentence % _names(need), actor)


def fingerprint(need: Need) -> str:
    """Of what sharing would show: nobody shares words that they did not read."""
    return mark(need, (*WORDS, *JUDGED, "origin_id"))


def _check(logbook: Logbook, category: str, origin: Item | None, room: str) -> None:
    if category not in {one.code for one in logbook.book.needs}:
        raise Refused(_("Cette sorte de besoin n’est pas dans le carnet."))
    if origin is not None and origin.project_id != logbook.project_id:
        raise Refused(_("L’élément d’origine appartient à un autre projet."))
    if room == Room.SHARED and origin is not None and origin.room == Room.CAUCUS:
        raise Refused(
            _("Un besoin partagé vient d’un élément que les deux parties peuvent lire.")
        )


def _hold(need: Need) -> None:
    need.refresh_from_db(
        from_queryset=Need.objects.select_for_update(of=("self",))
        .select_related("project", "logbook__version", "created_by", "origin")
        .defer("logbook__version__content")
    )


def _names(need: Need) -> dict[str, str]:
    return {"number": need.number, "statement": need.statement}


def _record(need: Need, verb: str, sentence: str, actor: Member, **data: Any) -> None:
    journal.record(
        need.project,
        f"need.{verb}",
        sentence,
        actor=actor,
        target=need,
        room=need.room,
        **data,
    )


def _tell(need: Need, sentence: str, actor: Member) -> None:
    """The other side, in the room of the need."""
    people = notices.across(need.project, need.room, actor)
    notices.tell(need.project, people, sentence, need.get_absolute_url(), actor=actor)
