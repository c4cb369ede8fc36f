"""Finding projects among many: by words, page by page, and those that look alike.

Nothing here counts all rows: an organisation may hold a hundred thousand projects.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import IRegex

from projects.enums import Room
from projects.models import Deadline, Member, Organisation, Project
from projects.models.projects import ProjectQuerySet

PAGE_SIZE = 50
MAX_WORDS = 6
#: Letters a French word may carry an accent on, with all their forms.
_FORMS = {
    "a": "aàâäáãå",
    "c": "cç",
    "e": "eéèêë",
    "i": "iîïí",
    "n": "nñ",
    "o": "oôöóõ",
    "u": "uùûüú",
    "y": "yÿ",
    "'": "'’",
}
_NUMBER = re.compile(r"(\d{4})-(\d{1,6})")
#: Words too common to make two titles alike.
_COMMON = frozenset(
    {"avec", "dans", "pour", "sans", "les", "des", "une", "aux", "par", "sur"}
    | {"projet", "outil", "logiciel", "nouveau", "nouvelle", "mise", "place"}
    | {"deploiement"}
)
#: Share of words in common from which two titles are taken for the same project.
_ALIKE = 0.6
_CANDIDATES = 200


def fold(text: str) -> str:
    """Lower case, without accents, so that two spellings compare equal."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def accent_pattern(text: str) -> str:
    """A regular expression that finds `text` whatever its accents.

    Only letter classes and escaped characters: no user input is read as a pattern,
    and matching stays linear.
    """
    forms = (
        f"[{_FORMS[letter]}{_FORMS[letter].upper()}]"
        if letter in _FORMS
        else re.escape(letter)
        for letter in fold(text)
    )
    return "".join(forms)


def matching(projects: ProjectQuerySet, text: str) -> ProjectQuerySet:
    """Projects that hold every word, or the one whose number is `text`."""
    number = _NUMBER.fullmatch(text.strip())
    if number:
        return projects.filter(year=int(number[1]), rank=int(number[2]))
    words = Concat("title", Value(" "), "product", Value(" "), "supplier")
    for word in text.split()[:MAX_WORDS]:
        projects = projects.filter(IRegex(words, accent_pattern(word)))
    return projects


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """Rows, newest first, and the numbers that lead to the pages beside this one."""

    rows: Sequence[Project]
    newer: str
    older: str


def page_of(
    projects: ProjectQuerySet, *, before: str = "", after: str = ""
) -> ProjectPage:
    """The page just before or after a number such as "2026-0142"; else the first."""
    if after:
        year, rank = _parts(after)
        found = _first(
            projects.filter(year=year, rank__gt=rank).order_by("rank"),
            projects.filter(year__gt=year).order_by("year", "rank"),
        )
        rows = found[:PAGE_SIZE][::-1]
        return _page(rows, newer=len(found) > PAGE_SIZE, older=True)
    if before:
        year, rank = _parts(before)
        found = _first(
            projects.filter(year=year, rank__lt=rank).order_by("-rank"),
            projects.filter(year__lt=year).order_by("-year", "-rank"),
        )
    else:
        found = _first(projects.order_by("-year", "-rank"))
    older = len(found) > PAGE_SIZE
    return _page(found[:PAGE_SIZE], newer=bool(before), older=older)


def _first(*parts: ProjectQuerySet) -> list[Project]:
    """One row more than a page, from each part in turn.

    Parts rather than one OR: each is a plain run of the index on numbers, where the
    OR would make the database read a whole year to reach a page inside it.
    """
    found: list[Project] = []
    for part in parts:
        if len(found) <= PAGE_SIZE:
            found += part[: PAGE_SIZE + 1 - len(found)]
    return found


def _page(rows: list[Project], *, newer: bool, older: bool) -> ProjectPage:
    return ProjectPage(
        rows=rows,
        newer=rows[0].number if newer and rows else "",
        older=rows[-1].number if older and rows else "",
    )


def _parts(number: str) -> tuple[int, int]:
    year, _dash, rank = number.partition("-")
    return int(year), int(rank)


class Next(NamedTuple):
    project_id: UUID
    due_on: date
    label: str


def next_deadlines(projects: Sequence[UUID], member: Member) -> dict[UUID, Next]:
    """The nearest open date this person may see, by project id.

    `projects` were fetched through `member`, so only the room is left to check:
    asking for the organisation again, or for an order, would lead the database to
    read the dates of the whole organisation.
    """
    rows = Deadline.objects.open().filter(project__in=projects)
    if not member.sees_caucus:
        rows = rows.filter(room=Room.SHARED)
    found = rows.order_by().values_list(*Next._fields)
    nearest: dict[UUID, Next] = {}
    for row in sorted(map(Next._make, found), key=lambda row: (row.due_on, row.label)):
        nearest.setdefault(row.project_id, row)
    return nearest


def look_alikes(
    organisation: Organisation, title: str, product: str = ""
) -> list[Project]:
    """Projects of the organisation that may be the same one, best known first."""
    wanted = _words(title)
    product = product.strip()
    scope = Q(pk__in=[])
    if product:
        scope |= Q(product__iregex=f"^{accent_pattern(product)}$")
    if wanted:
        pattern = "|".join(accent_pattern(word) for word in sorted(wanted))
        scope |= Q(title__iregex=pattern)
    candidates = (
        Project.objects.filter(scope, organisation=organisation)
        .select_related("workplace")
        .order_by("-year", "-rank")[:_CANDIDATES]
    )
    return [
        project
        for project in candidates
        if (product and fold(project.product) == fold(product))
        or _likeness(wanted, _words(project.title)) >= _ALIKE
    ][:5]


def _words(title: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]{2,}", fold(title))
    return frozenset(w for w in words if len(w) > 2 and w not in _COMMON)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    union = one | other
    return len(one & other) / len(union) if union else 0.0
