"""Who answered a need last, and when: either side may, so the answer bears its own."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from diagnostics.enums import SIDE_SAID
from diagnostics.models import Need
from projects.enums import Room, Side
from projects.french import day
from projects.models import Entry, Member


def answers_signed(needs: Iterable[Need], reader: Member) -> dict[UUID, str]:
    """By need: the side, the person when the room allows it, the day.

    Read from the journal, which nobody changes. An answer written in the caucus before
    its need was shared tells outside a side and a day, as other words of then do.
    """
    answered = {one.pk: one.project_id for one in needs if one.answer}
    lines = Entry.objects.filter(
        verb="need.answered",
        target__in=list(answered),
        project__in=set(answered.values()),
    )
    last = {one.target: one for one in lines.order_by("pk")}
    people = Member.objects.in_bulk({one.actor_id for one in last.values()})
    return {
        target: _signed(line, people[line.actor_id], reader)
        for target, line in last.items()
        if line.actor_id in people
    }


def _signed(line: Entry, author: Member, reader: Member) -> str:
    words = {"side": SIDE_SAID[Side(author.side)], "day": day(line.at)}
    if line.room == Room.CAUCUS and not reader.sees_caucus:
        return _("%(side)s, le %(day)s") % words
    return _("%(side)s (%(name)s), le %(day)s") % {**words, "name": line.actor_name}
