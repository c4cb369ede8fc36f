"""How sure those who gave a degree are: counted beside degrees, never mixed with them.

Counts stand by party, as profiles do: nothing says which degree is a sure one. No
number is made of it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.db.models import Count
from django.utils.translation import gettext as _

from diagnostics.enums import AnswerKind, Party, Trust
from diagnostics.models import Answer, Assessment

#: {criterion: {party: {trust, or None when it was not said: number of answers}}}
Trusts = dict[str, dict[Party, Counter[int | None]]]


def trusts_of(row: Assessment, **only: str) -> Trusts:
    """Of shown answers, in one query. Left out: parties that said nothing of it."""
    rows = (
        Answer.objects.filter(respondent__assessment=row, kind=AnswerKind.LEVEL, **only)
        .handed_in()
        .order_by()
        .values_list("criterion", "respondent__party", "trust")
        .annotate(number=Count("pk"))
    )
    found: Trusts = {}
    for criterion, party, trust, number in rows:
        by_party = found.setdefault(criterion, {})
        by_party.setdefault(Party(party), Counter())[trust] = number
    return {
        code: {
            party: by_party[party]
            for party in Party
            if party in by_party and set(by_party[party]) != {None}
        }
        for code, by_party in found.items()
    }


def lines(counts: Counter[int | None] | None) -> Iterator[tuple[str, int]]:
    """Surest first; those who did not say come last, so that the count is whole."""
    if counts is None:
        return
    for trust in reversed(Trust):
        if counts[trust]:
            yield str(trust.label), counts[trust]
    if counts[None]:
        yield _("non précisé"), counts[None]


def words(counts: Counter[int | None] | None) -> str:
    return ", ".join(f"{label} ({number})" for label, number in lines(counts))


def sentence(by_party: Mapping[Party, Counter[int | None]]) -> str:
    """One criterion on one line, for paper."""
    said = [f"{party.label}, {words(counts)}" for party, counts in by_party.items()]
    return _("Assurance : %(said)s") % {"said": " ; ".join(said)} if said else ""
