"""Who still has to agree to what one side proposed, and how that is told. No query.

People are named: a diagnostic never changes room, so whoever acts in a shared one does
so before everybody, and the journal names them. To hide a name here would tell that its
person was let into the caucus.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from diagnostics.enums import SIDE_SAID, PracticeState
from diagnostics.models import AgreedLevel, Practice
from diagnostics.proposals import SIDES, awaited, proposal_of, refused_here
from projects.enums import Room, Side
from projects.french import day
from projects.models import Member


def is_own(room: str, proposed_by: Member, member: Member) -> bool:
    """Whether it is this person's own word: another side has to answer it.

    In the caucus another person of the delegation does.
    """
    if room == Room.CAUCUS:
        return proposed_by.pk == member.pk
    return proposed_by.side == member.side


def may_lead(practice: Practice, side: str) -> bool:
    """Whether this side may lead a practice on: nobody undoes what two others agreed.

    The two sides of the table; who else proposed one may take it back, until then.
    """
    own = practice.state == PracticeState.PROPOSED and practice.proposed_by.side == side
    return side in SIDES or own


def needs_reason(practice: Practice) -> bool:
    """To give up what was agreed, and perhaps done, one says why."""
    return practice.state in (PracticeState.AGREED, PracticeState.APPLIED)


@dataclass(frozen=True, slots=True)
class LevelWords:
    """`agreed` once no side is awaited; what is said against it stands beside."""

    agreed: bool
    told: str
    against: tuple[tuple[str, str], ...]


def level_words(level: AgreedLevel, room: str) -> LevelWords:
    if level.from_file:
        return _words_of_file(level, room)
    said = list(level.consents.all())
    waits = awaited(room, level.recorded_by.side, said)
    first = (
        _("Proposé par %(who)s le %(day)s")
        if room == Room.SHARED
        else _("Noté par %(who)s le %(day)s")
    )
    parts = [first % _when(level.recorded_by, level.recorded_at)]
    verb = _("accepté par %(who)s le %(day)s")
    if not waits:
        verb = _("convenu par %(who)s le %(day)s")
    parts += [verb % _when(one.member, one.said_at) for one in said if one.agrees]
    refused = {one.side for one in said if not one.agrees}
    silent = [side for side in waits if side not in refused]
    return LevelWords(
        agreed=not waits,
        told=f"{', '.join(parts)}.{_waiting(silent)}",
        against=tuple(
            (
                _("Désaccord de %(who)s, le %(day)s") % _when(one.member, one.said_at),
                one.words,
            )
            for one in said
            if not one.agrees
        ),
    )


def _words_of_file(level: AgreedLevel, room: str) -> LevelWords:
    """Facts of another place, without names. What is said of them here stands after."""
    past = proposal_of(level, room)
    first = _("Noté par %(who)s le %(day)s")
    if past.room == Room.SHARED:
        first = _("Proposé par %(who)s le %(day)s")
    parts = [first % _by(past.side, past.on)]
    verb = _("accepté par %(who)s le %(day)s")
    parts += [verb % _by(one.side, one.on) for one in past.said if one.agrees]
    told = f"{', '.join(parts)}. {_('Repris d’un fichier.')}"
    if past.awaited:
        told += " " + _("Ce degré n’y était pas convenu.")
    here = list(level.consents.all())
    told += "".join(
        " " + _("Relu par %(who)s le %(day)s.") % _when(one.member, one.said_at)
        for one in here
        if one.agrees
    )
    said_no = _("Désaccord de %(who)s, le %(day)s")
    against = [
        (said_no % _by(one.side, one.on), one.words)
        for one in past.said
        if not one.agrees
    ]
    against += [
        (said_no % _when(one.member, one.said_at), one.words)
        for one in here
        if not one.agrees
    ]
    return LevelWords(
        agreed=not past.awaited and not refused_here(level),
        told=told,
        against=tuple(against),
    )


def _by(side: Side, on: date) -> dict[str, str]:
    return {"who": str(SIDE_SAID[side]), "day": day(on)}


def practice_words(practice: Practice) -> str:
    said = list(practice.consents.all())
    parts = [
        _("Proposée par %(who)s le %(day)s")
        % _when(practice.proposed_by, practice.proposed_at)
    ]
    waits = awaited(practice.room, practice.proposed_by.side, said)
    verb = _("acceptée par %(who)s le %(day)s")
    if not waits:
        verb = _("convenue par %(who)s le %(day)s")
    parts += [verb % _when(one.member, one.said_at) for one in said]
    if practice.state == PracticeState.PROPOSED:
        return f"{', '.join(parts)}.{_waiting(waits)}"
    return f"{', '.join(parts)}."


def moved_words(practice: Practice) -> str:
    """Which side says that it is applied, or gave it up, and why.

    Empty before, and for a practice that moved when nobody was written down.
    """
    sentences = {
        PracticeState.APPLIED: _("Appliquée, dit %(who)s le %(day)s"),
        PracticeState.DROPPED: _("Abandonnée par %(who)s le %(day)s"),
    }
    sentence = sentences.get(PracticeState(practice.state))
    if sentence is None or practice.moved_by is None or practice.moved_at is None:
        return ""
    told = sentence % _when(practice.moved_by, practice.moved_at)
    return f"{told} : {practice.moved_words}" if practice.moved_words else f"{told}."


def _when(member: Member, moment: date) -> dict[str, str]:
    who = f"{SIDE_SAID[Side(member.side)]} ({member})"
    return {"who": who, "day": day(moment)}


def _waiting(sides: list[Side]) -> str:
    if not sides:
        return ""
    named = [_("de %(side)s") % {"side": SIDE_SAID[side]} for side in sides]
    return " " + _("Attend l’accord %(sides)s.") % {"sides": f" {_('et')} ".join(named)}
