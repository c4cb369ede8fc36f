"""Tables for a spreadsheet: text a cell must never run as a formula (EX-05)."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from html import escape

from xlsxwriter import Workbook

Rows = Iterable[Sequence[object]]
#: Of a sheet that its file tells nothing of.
SHEET = "Navette"

#: What spreadsheets take for the beginning of a formula, wide forms included.
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")
#: What some of them skip before looking.
_SKIPPED = "\ufeff \u00a0\u202f\u3000\"'\u200b"


def cell(value: object) -> str:
    """The text of a cell, with a quote before whatever could be a formula.

    A number is one: below zero, it is no formula.
    """
    words = str(value)
    if isinstance(value, int | float):
        return words
    risky = words.startswith(_FORMULA) or words.lstrip(_SKIPPED).startswith(_FORMULA)
    return f"'{words}" if risky else words


def csv_file(rows: Rows, title: str = "") -> bytes:
    """RFC 4180 with semicolons and a byte order mark: what a French Excel opens.

    It has no sheet: `title` is for the other formats.
    """
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")


def xlsx_file(rows: Rows, title: str = SHEET) -> bytes:
    """A workbook of one sheet, its heads kept in sight; no cell is a formula.

    A sentence alone on its row runs over the columns. `title` is that of the sheet:
    31 letters at the most, without punctuation.
    """
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        alone = book.add_format({"bold": True})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 30, 24)
        for line, row in enumerate(rows):
            sentence = bool(line and row[0] and len(row) > 1 and not any(row[1:]))
            look = alone if sentence else plain if line else bold
            for column, value in enumerate(row):
                if sentence and not value:
                    continue  # an empty cell would cut the sentence beside it
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value, look)
                else:
                    sheet.write_string(line, column, cell(value), look)
    return file.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
 manifest:version="1.3"><manifest:file-entry manifest:full-path="/"
 manifest:media-type="{_ODS}"/><manifest:file-entry manifest:full-path="content.xml"
 manifest:media-type="text/xml"/></manifest:manifest>"""
_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="{title}">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods_file(rows: Rows, title: str = SHEET) -> bytes:
    """An OpenDocument sheet; written here, for want of a library that is kept up."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in rows
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # Readers look for the type at a fixed place: first, and not compressed.
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        content = _CONTENT.format(rows=lines, title=escape(title))
        archive.writestr("content.xml", content)
    return file.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, int | float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    # XML has no place for control characters, which no one types on purpose.
    words = "".join(one for one in cell(value) if one.isprintable() or one == "\n")
    paragraphs = "".join(f"<text:p>{escape(one)}</text:p>" for one in words.split("\n"))
    return (
        f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    )


#: By the end of a file's name: how it is written, and its content type.
FORMATS: dict[str, tuple[Callable[[Rows, str], bytes], str]] = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (
        xlsx_file,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "ods": (ods_file, _ODS),
}
