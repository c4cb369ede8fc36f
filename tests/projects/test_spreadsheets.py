"""Files for spreadsheets: what is typed is read back, and nothing is a formula."""

import io
import zipfile

import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook

from projects.spreadsheets import FORMATS, cell, csv_file, ods_file, xlsx_file

ROWS = [["critère", "degré"], ["=1+1", -2], ["＠SOMME(A1)", 1.5], ["deux\nlignes", "é"]]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def test_a_number_below_zero_is_no_formula():
    assert (cell(-2), cell("-2")) == ("-2", "'-2")


def test_a_workbook_gives_back_words_and_numbers_and_no_formula():
    sheet = load_workbook(io.BytesIO(xlsx_file(ROWS))).active
    assert [[one.value for one in row] for row in sheet.iter_rows()] == [
        ["critère", "degré"],
        ["'=1+1", -2],
        ["'＠SOMME(A1)", 1.5],
        ["deux\nlignes", "é"],
    ]
    kinds = {one.data_type for row in sheet.iter_rows() for one in row}
    assert kinds == {"s", "n"}


def test_a_sentence_below_the_table_runs_over_the_columns():
    rows = [*ROWS, ["À ne pas remettre.", ""]]
    sheet = load_workbook(io.BytesIO(xlsx_file(rows))).active
    assert sheet.freeze_panes == "A2"
    assert [sheet["A5"].value, sheet["B5"].value] == ["À ne pas remettre.", None]
    assert not sheet["A5"].alignment.wrap_text
    assert sheet["A4"].alignment.wrap_text


def test_a_sheet_bears_the_name_of_what_it_holds():
    assert load_workbook(io.BytesIO(xlsx_file(ROWS, "Réponses"))).sheetnames == [
        "Réponses"
    ]
    archive = zipfile.ZipFile(io.BytesIO(ods_file(ROWS, "Réponses & mots")))
    content = ElementTree.fromstring(archive.read("content.xml"))
    names = [one.get(f"{TABLE}name") for one in content.iter(f"{TABLE}table")]
    assert names == ["Réponses & mots"]


def test_an_open_document_says_its_type_first_and_holds_the_same_cells():
    archive = zipfile.ZipFile(io.BytesIO(ods_file(ROWS)))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    rows = ElementTree.fromstring(archive.read("content.xml")).iter(f"{TABLE}table-row")
    found = [
        [
            (one.get(f"{OFFICE}value-type"), "\n".join(p.text or "" for p in one))
            for one in row
        ]
        for row in rows
    ]
    assert found[1:] == [
        [("string", "'=1+1"), ("float", "-2")],
        [("string", "'＠SOMME(A1)"), ("float", "1.5")],
        [("string", "deux\nlignes"), ("string", "é")],
    ]


@pytest.mark.parametrize("end", sorted(FORMATS))
def test_control_characters_do_not_break_a_file(end):
    write, _kind = FORMATS[end]
    assert write([["avant\x00\x0baprès"]], "Navette")


def test_what_a_csv_holds_is_unchanged():
    assert csv_file([["a", -1]]) == "\ufeffa;-1\r\n".encode()
