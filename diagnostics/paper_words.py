"""The words that a synthesis prints: a share for each criterion, and their number.

Sheets bring more words than a paper holds. What is left out is counted and said, and
no criterion is left out for another.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from diagnostics.enums import Party
from diagnostics.models import Answer, Assessment

#: Texts beyond this many are on the pages and in the table, and the paper says so.
MOST_TEXTS = 200
#: Of one text: its key, its criterion, its party.
Place = tuple[UUID, str, str]


def printed(row: Assessment) -> dict[str, Any]:
    """How many texts in all and by criterion, in grid order; and those printed."""
    rows = (
        Answer.objects.filter(respondent__assessment=row, private=False)
        .handed_in()
        .exclude(verbatim="", evidence="")
    )
    places = rows.order_by("pk").values_list("pk", "criterion", "respondent__party")
    by_code = row.grid.by_code
    order = list(by_code)
    found = sorted(places, key=lambda one: (order.index(one[1]), _rank(one[2])))
    kept = set(shared_out(found, MOST_TEXTS))
    texts = rows.filter(pk__in=kept).select_related("respondent").in_bulk()
    return {
        "total": len(found),
        "printed": len(texts),
        "criteria": [
            {
                "code": code,
                "title": by_code[code].title,
                "total": total,
                "texts": [
                    _text(texts[pk])
                    for pk, criterion, _party in found
                    if criterion == code and pk in texts
                ],
            }
            for code, total in Counter(one[1] for one in found).items()
        ],
    }


def shared_out(places: Iterable[Place], most: int) -> list[UUID]:
    """The keys of `most` texts: criteria take turns, and in each its parties do."""
    turns: dict[str, dict[str, list[UUID]]] = {}
    for pk, criterion, party in places:
        turns.setdefault(criterion, {}).setdefault(party, []).append(pk)
    queues = [_in_turn(list(by_party.values())) for by_party in turns.values()]
    return _in_turn(queues)[:most]


def _in_turn(queues: Sequence[Sequence[UUID]]) -> list[UUID]:
    longest = max(map(len, queues), default=0)
    return [
        queue[turn] for turn in range(longest) for queue in queues if turn < len(queue)
    ]


def _rank(party: str) -> int:
    return list(Party).index(Party(party))


def _text(answer: Answer) -> dict[str, str]:
    return {
        "party": str(answer.respondent.get_party_display()),
        "group": answer.respondent.said_by,
        "verbatim": answer.verbatim,
        "evidence": answer.evidence,
    }
