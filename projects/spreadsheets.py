"""Tables for a spreadsheet: text a cell must never run as a formula (EX-05)."""

import csv
import io
from collections.abc import Iterable, Sequence

#: What spreadsheets take for the beginning of a formula, wide forms included.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
#: What some of them skip before looking.
_SKIPPED = "\ufeff \u00a0\u202f\u3000\"'\u200b"


def cell(text: object) -> str:
    """The text of a cell, with a quote before whatever could be a formula."""
    words = str(text)
    risky = words.startswith(_FORMULA) or words.lstrip(_SKIPPED).startswith(_FORMULA)
    return f"'{words}" if risky else words


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """RFC 4180 with semicolons and a byte order mark: what a French Excel opens."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")
