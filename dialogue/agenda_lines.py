"""The agenda as one person reads it: every title, or those of one project.

Who agrees to it for the president reads every title, with the number it bears: nobody
answers for lines left out (L2315-29). Of a point of another project the title is all
they read: what it links to, who proposed it and what the minutes say stay behind it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dialogue import permissions
from dialogue.models import AgendaPoint, Meeting
from projects.models import Member


@dataclass(frozen=True)
class AgendaLine:
    """One title; `point` is None for a reader who may know no more of it.

    `number`: its place in the agenda; None for a guest who reads only a part of it.
    """

    number: int | None
    title: str
    kind: str
    to_vote: bool
    by_law: bool
    point: AgendaPoint | None

    def on_paper(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "title": self.title,
            "kind": self.kind,
            "to_vote": self.to_vote,
            "by_law": self.by_law,
        }


def agenda_lines(meeting: Meeting, member: Member) -> list[AgendaLine]:
    """What this person reads of the agenda, in its order."""
    points = list(
        AgendaPoint.objects.visible_to(member)
        .filter(meeting=meeting)
        .select_related("project", "consultation", "origin")
    )
    if not permissions.can_read_whole_agenda(member, meeting):
        return [_line(None, point, point) for point in points]
    if member.project_id is None:
        return _numbered(points, points)
    seen = Meeting.objects.visible_to(member).filter(pk=meeting.pk)
    titles = AgendaPoint.objects.filter(meeting__in=seen)
    return _numbered(titles.only("title", "kind", "to_vote", "by_law"), points)


def _numbered(
    titles: Iterable[AgendaPoint], seen: Iterable[AgendaPoint]
) -> list[AgendaLine]:
    """`seen`: the points of which the reader may know more than the title."""
    known = {point.pk: point for point in seen}
    return [
        _line(number, point, known.get(point.pk))
        for number, point in enumerate(titles, start=1)
    ]


def _line(
    number: int | None, title: AgendaPoint, point: AgendaPoint | None
) -> AgendaLine:
    return AgendaLine(
        number=number,
        title=title.title,
        kind=title.get_kind_display(),
        to_vote=title.to_vote,
        by_law=title.by_law,
        point=point,
    )


def agenda_mark(meeting: Meeting) -> str:
    """A mark of what is agreed to: titles and what is put to the vote, in any order."""
    rows = AgendaPoint.objects.filter(meeting=meeting).order_by("pk")
    said = rows.values_list("pk", "title", "kind", "to_vote", "by_law")
    words = json.dumps([[str(value) for value in row] for row in said])
    return sha256(words.encode()).hexdigest()
