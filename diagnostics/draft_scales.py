"""Degrees added to the scale of a draft, taken out of it, and what they count as. Pure.

The values of a scale stay unique and in order; two poles stay as far from zero.
"""

from collections.abc import Sequence
from typing import Any

from diagnostics.enums import ScaleKind

LEAST, MOST = 2, 7
#: The reader of instruments takes no value beyond these.
LOWEST, HIGHEST = -5, 10
#: What a degree may count as.
READS = ("weak", "strong")


def is_bipolar(scale: dict[str, Any]) -> bool:
    return bool(scale["kind"] == ScaleKind.BIPOLAR)


def widen(scale: dict[str, Any]) -> bool:
    """A degree without words at the top, or at both poles; False when it is full.

    It counts as the one beside it does.
    """
    rows = scale["level"]
    top, bottom = rows[-1]["value"] + 1, rows[0]["value"] - 1
    both = is_bipolar(scale)
    if len(rows) + 1 + both > MOST or (both and bottom < LOWEST):
        return False
    if both or top > HIGHEST:
        if bottom < LOWEST:
            return False
        _count_as(scale, rows[0]["value"], bottom)
        rows.insert(0, {"value": bottom})
    if top <= HIGHEST:
        _count_as(scale, rows[-1]["value"], top)
        rows.append({"value": top})
    return True


def _count_as(scale: dict[str, Any], known: int, added: int) -> None:
    for name in READS:
        if known in scale.get(name, []):
            scale[name] = sorted([*scale[name], added])


def leaves(scale: dict[str, Any], rank: int) -> list[dict[str, Any]]:
    """What goes away with this degree: its opposite too, when there are two poles.

    Nothing when too few would stay, or when there is no such degree.
    """
    rows = scale["level"]
    if not 0 <= rank < len(rows):
        return []
    ranks = {rank, len(rows) - 1 - rank} if is_bipolar(scale) else {rank}
    if len(rows) - len(ranks) < LEAST:
        return []
    return [rows[one] for one in sorted(ranks)]


def remove(scale: dict[str, Any], gone: Sequence[dict[str, Any]]) -> None:
    values = {one["value"] for one in gone}
    scale["level"] = [one for one in scale["level"] if one["value"] not in values]
    for name in READS:
        scale[name] = [one for one in scale.get(name, []) if one not in values]


def is_upside_down(scale: dict[str, Any]) -> bool:
    """Whether a brake stands above what is none, or a strength below."""
    values = [one["value"] for one in scale["level"]]
    weak, strong = (set(scale.get(name, ())) for name in READS)
    return set(values[: len(weak)]) != weak or (
        set(values[len(values) - len(strong) :]) != strong
    )
