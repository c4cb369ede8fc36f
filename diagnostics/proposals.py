"""A degree with who proposed it and what each side said of it: here, or in a file.

Both have one shape, so that what is brought in stands as it stood where it came from:
a proposal that was refused there is not agreed here. No query but what is prefetched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from diagnostics.models import AgreedLevel, Consent
from projects.enums import Room, Side

#: The two sides of the table; nobody else makes something agreed.
SIDES = (Side.DELEGATION, Side.MANAGEMENT)


@dataclass(frozen=True, slots=True)
class Said:
    """What one side answered, and when."""

    side: Side
    agrees: bool
    words: str
    on: date


def awaited(room: str, proposed_by: str, said: Iterable[Said | Consent]) -> list[Side]:
    """The sides whose own act is missing. In the caucus there is no other side."""
    if room == Room.CAUCUS:
        return []
    heard = {one.side for one in said if one.agrees} | {proposed_by}
    return [side for side in SIDES if side not in heard]


@dataclass(frozen=True, slots=True)
class Proposal:
    room: Room
    side: Side
    on: date
    said: tuple[Said, ...]

    @property
    def awaited(self) -> list[Side]:
        return awaited(self.room, self.side, self.said)


def proposal_of(level: AgreedLevel, room: str) -> Proposal:
    """As it stands; of what comes from a file, as it stood there."""
    if level.from_file:
        return read(level.from_file)
    said = (
        Said(Side(one.side), one.agrees, one.words, timezone.localdate(one.said_at))
        for one in level.consents.all()
    )
    on = timezone.localdate(level.recorded_at)
    return Proposal(Room(room), Side(level.recorded_by.side), on, tuple(said))


def refused_here(level: AgreedLevel) -> bool:
    """Whether somebody of here disagrees with what a file says was agreed elsewhere."""
    return bool(level.from_file) and not all(one.agrees for one in level.consents.all())


def as_values(proposal: Proposal) -> dict[str, Any]:
    """Plain values, for a file or for a row: sides, and no names."""
    return {
        "room": proposal.room.value,
        "side": proposal.side.value,
        "on": proposal.on.isoformat(),
        "said": [
            {
                "side": one.side.value,
                "agrees": one.agrees,
                "words": one.words,
                "on": one.on.isoformat(),
            }
            for one in proposal.said
        ],
    }


def read(values: dict[str, Any]) -> Proposal:
    """What `as_values` gave."""
    said: Iterable[dict[str, Any]] = values["said"]
    return Proposal(
        Room(values["room"]),
        Side(values["side"]),
        date.fromisoformat(values["on"]),
        tuple(
            Said(
                Side(one["side"]),
                one["agrees"],
                one["words"],
                date.fromisoformat(one["on"]),
            )
            for one in said
        ),
    )
