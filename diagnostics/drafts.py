"""A grid being written, as plain values: what it lacks, and changes to its parts. Pure.

A draft may be incomplete. What the reader of instruments would refuse is said part by
part, and filled in by a few words for the preview.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from diagnostics.draft_scales import is_upside_down
from diagnostics.enums import Fidelity, Mark
from diagnostics.instruments import Grid, from_values
from diagnostics.source import ContentError, Path

type Values = dict[str, Any]

MOST_FAULTS = 100
#: Results would then say a brake of what people find good.
UPSIDE_DOWN = _l(
    "Les freins sont les degrés les plus bas, les appuis les plus hauts : un degré "
    "compte ici à l’envers."
)
LONGEST_NOTE = 600
LONGEST_CODE = 40
HEADER = ("title", "summary", "minutes", "parties")
DIMENSION = ("title", "summary", "component")
#: Words of a criterion, in the order of its form.
CRITERION = (
    *("title", "question", "low", "high", "help", "follow_ups", "evidence"),
    *("ask", "propose", "component"),
)
#: What the keys of a grid are called on the pages.
LABELS: dict[str, Any] = {
    "title": _l("Titre"),
    "summary": _l("À quoi cela sert"),
    "minutes": _l("Temps pour répondre, en minutes"),
    "parties": _l("Parties pour qui elle est écrite"),
    "label": _l("Nom du degré"),
    "meaning": _l("Ce que ce degré veut dire"),
    "question": _l("Question posée"),
    "low": _l("Ce que l’on voit au plus bas"),
    "high": _l("Ce que l’on voit au plus haut"),
    "help": _l("Aide pour répondre"),
    "follow_ups": _l("Pour aller plus loin"),
    "evidence": _l("Ce qui peut le montrer"),
    "ask": _l("Question à poser si c’est faible"),
    "propose": _l("Engagement à proposer si c’est faible"),
    "component": _l("Ce qui est regardé"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a draft lacks, and where: no code when it is about the grid itself."""

    sentence: str
    part: str
    dimension: str = ""
    criterion: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """`grid`: as it can be shown, with words in place of what is missing."""

    grid: Grid | None
    faults: tuple[Fault, ...]


def check(values: Values) -> Checked:
    """Everything that keeps this draft from being published."""
    shown = deepcopy(values)
    faults: list[Fault] = []
    while len(faults) < MOST_FAULTS:
        try:
            grid = from_values(shown, "")
        except ContentError as error:
            faults.append(_fault(error, values))
            if not _mend(shown, error.path):
                break
        else:
            assert isinstance(grid, Grid)
            if is_upside_down(values["scale"]):
                faults.append(Fault(str(UPSIDE_DOWN), "scale"))
            return Checked(grid, tuple(faults))
    return Checked(None, tuple(faults))


def _fault(error: ContentError, values: Values) -> Fault:
    path, key = error.path, error.path[-1]
    where: dict[str, str] = {}
    row: Values = values
    for name, index in zip(path[::2], path[1::2], strict=False):
        if name in ("dimension", "criterion") and isinstance(index, int):
            rows = row.get(str(name), [])
            if index < len(rows):
                row = rows[index]
                where[str(name)] = row["code"]
    label = LABELS.get(str(key))
    sentence = error.sentence.replace(f"« {key} »", f"« {label} »" if label else "")
    if key == "criterion":
        sentence = _("Cette dimension n’a encore aucun critère.")
    elif key == "dimension":
        sentence = _("La grille n’a encore aucune dimension.")
    elif label and not row.get(str(key)) and key != "label":
        sentence = _("Il manque « %(field)s ».") % {"field": label}
    part = "criterion" if "criterion" in where else "dimension"
    if not where:
        part = {"scale": "scale", "dimension": "dimensions"}.get(str(path[0]), "header")
    return Fault(
        sentence[:1].upper() + sentence[1:],
        part,
        **where,
        title=row.get("title", "") if where else "",
    )


def _mend(values: Values, path: Path) -> bool:
    """Put words where the reader stopped; False when words would not do."""
    row: Any = values
    for step in path[:-1]:
        row = row[step]
    key = path[-1]
    if key == "dimension":
        row[key] = [_whole("D1", "D1.1")]
    elif key == "criterion":
        code = next_code(f"{row['code']}.", criteria_of(values))
        row[key] = _whole("", code)["criterion"]
    elif key in ("follow_ups", "evidence"):
        row[key] = []
    elif key in LABELS and row.get(str(key)) != _todo():
        row[key] = _todo()
    else:
        return False
    return True


def _whole(dimension: str, criterion: str) -> Values:
    """A dimension of one criterion in which nothing is missing."""
    words = {key: _todo() for key in ("title", "question", "low", "high")}
    return {
        "code": dimension,
        "title": _todo(),
        "summary": _todo(),
        "criterion": [{"code": criterion, **words}],
    }


def _todo() -> str:
    return _("À écrire.")


# ---- finding parts ----------------------------------------------------------------
def dimension_of(values: Values, code: str) -> Values | None:
    return next((one for one in values["dimension"] if one["code"] == code), None)


def criteria_of(values: Values) -> Iterator[Values]:
    for dimension in values["dimension"]:
        yield from dimension.get("criterion", [])


def criterion_of(values: Values, code: str) -> tuple[Values, Values] | None:
    """The dimension that holds this criterion, and the criterion."""
    for dimension in values["dimension"]:
        for criterion in dimension.get("criterion", []):
            if criterion["code"] == code:
                return dimension, criterion
    return None


def words_of(part: Values, keys: tuple[str, ...]) -> Values:
    return {key: part[key] for key in keys if key in part}


def scale_words(scale: Values) -> Values:
    """The words of each degree under names of their own: two people share a scale."""
    found = {}
    for index, level in enumerate(scale["level"]):
        found[f"label_{index}"] = level.get("label", "")
        found[f"meaning_{index}"] = level.get("meaning", "")
        found[f"reads_{index}"] = next(
            (k for k in ("weak", "strong") if level["value"] in scale.get(k, [])), ""
        )
    return found


def has_components(values: Values) -> bool:
    return any(
        "component" in one for one in [*values["dimension"], *criteria_of(values)]
    )


def next_code(stem: str, rows: Iterator[Values] | list[Values]) -> str:
    """The first number that no part has, after the highest of this stem."""
    taken = {one["code"] for one in rows}
    if len(stem) > LONGEST_CODE - 4:
        stem = "C"
    numbers = [
        int(code.removeprefix(stem))
        for code in taken
        if code.startswith(stem) and code.removeprefix(stem).isdecimal()
    ]
    return f"{stem}{max(numbers, default=0) + 1}"


def dimension_code(title: str, rows: list[Values]) -> str:
    """As the codes there are: the next number, or letters of the title."""
    shape = rows[-1]["code"] if rows else "D1"
    stem = shape.rstrip("0123456789")
    if stem and stem != shape:
        return next_code(stem, rows)
    size, letters = len(shape), slugify(title).replace("-", "").upper()
    taken = {one["code"] for one in rows}
    begins = [letters[:size], *(letters[: size - 1] + one for one in letters)]
    begins += list(ascii_uppercase) if size == 1 else []
    free = (one for one in begins if len(one) == size and one[:1].isalpha())
    return next((one for one in free if one not in taken), next_code("D", rows))


def criterion_code(dimension: Values, values: Values) -> str:
    """After the last of its dimension, written as the others: T4, or T.4."""
    stem, known = dimension["code"], list(criteria_of(values))
    near = dimension.get("criterion") or known
    dotted = not near or any("." in one["code"] for one in near)
    return next_code(f"{stem}." if dotted or stem[-1:].isdecimal() else stem, known)


# ---- changing parts ---------------------------------------------------------------
def write(part: Values, keys: tuple[str, ...], words: Values) -> None:
    """Replace these words; what is left empty is taken out."""
    for key in keys:
        if key not in words:
            continue
        if words[key] in ("", None, []):
            part.pop(key, None)
        else:
            part[key] = words[key]


def raised(rows: list[Values], code: str) -> bool:
    """Exchange a part with the one before it; False when there is none."""
    for index, row in enumerate(rows):
        if row["code"] == code and index:
            rows[index - 1], rows[index] = row, rows[index - 1]
            return True
    return False


def owned(values: Values, house: str, note: str) -> Values:
    """The same grid as an organisation's own: inspired by its method, not the method.

    What the organisation writes in it rests on a source of its own, the last one.
    """
    found = deepcopy(values)
    origin = found["origin"]
    origin["fidelity"] = Fidelity.INSPIRED.value
    before = origin.get("note", "")
    if not before.startswith(note):
        origin["note"] = f"{note} {before}"
    if len(origin["note"]) > LONGEST_NOTE:
        origin["note"] = origin["note"][: LONGEST_NOTE - 1].rstrip() + "…"
    sources = origin["source"]
    if all(one["title"] != house for one in sources):
        taken = {one["id"] for one in sources}
        ident = next(
            name
            for number in range(1, len(sources) + 2)
            if (name := f"organisation-{number}") not in taken
        )
        row = {"id": ident, "title": house, "reading": "full"}
        origin["source"] = [*sources, row]
    return found


def mark_as_ours(values: Values, criterion: Values, *, new: bool) -> None:
    """A changed criterion no longer says what was read in its source."""
    criterion["mark"] = Mark.LOCAL.value
    if new:
        criterion["source"] = values["origin"]["source"][-1]["id"]
