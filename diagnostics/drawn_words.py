"""How wide words are in a drawing, and words cut to the room they have. Pure.

A drawing clips what leaves it, and nobody sees that words are missing. Widths are
rounded up from the font of the pages (`tests/diagnostics/test_drawn_words.py`).
"""

from collections.abc import Mapping

from projects.french import french

#: In ems, what each group of signs takes at the most.
_GROUPS: Mapping[str, float] = {
    " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}ijl.,:;'’|!·": 0.31,
    "ftr()-IÍÌÎÏíìîï": 0.42,
    "cksvxyzç": 0.54,
    "abdeghnopquàâäéèêëôöùûüñ1": 0.61,
    "ABCDEFGHJKLNOPQRSTUVXYZÀÂÄÇÉÈÊËÑÔÖÒÓÕØÙÚÛÜÐ#&": 0.76,
    "mMwWœŒæÆ%@…—©®™¼½¾": 1.02,
}
_WIDTHS = {sign: width for signs, width in _GROUPS.items() for sign in signs}
_OTHER = 0.68


def width(text: str, size: float) -> float:
    """No less than what `text` takes in a font of that size."""
    return size * sum(_WIDTHS.get(sign, _OTHER) for sign in text)


def fitting(text: str, size: float, room: float) -> str:
    """`text` on one line, cut when the room is too short."""
    said = french(text)
    if width(said, size) <= room:
        return said
    kept = said
    while kept and width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines_within(text: str, size: float, room: float, most: int) -> list[str]:
    """`text` on `most` lines at the most, cut between words where it may be."""
    lines: list[str] = []
    words = french(text).split(" ")
    for rank, word in enumerate(words):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = fitting(f"{lines[-1]} {' '.join(words[rank:])}", size, room)
            break
        else:
            lines.append(word)
    return [fitting(line, size, room) for line in lines]
