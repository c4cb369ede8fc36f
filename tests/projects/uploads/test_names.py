import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.uploads.names import (
    CONTENT_TYPE_OF_KIND,
    KIND_OF_EXTENSION,
    extension_of,
    serving_headers,
    shown_name,
    stored_name,
)

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("./\\:*?\"<>| \t\r\n\0%;'" + BIDI),
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("avis du CSE.pdf", "avis du CSE.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\moi\\note.docx", "note.docx"),
        ("contrat.pdf.exe", "contrat.pdf.exe"),
        ("contrat.exe\0.pdf", "contrat.exe.pdf"),
        ("contrat\u202efdp.exe", "contratfdp.exe"),
        ("note\r\nSet-Cookie: a=b.pdf", "note Set-Cookie a=b.pdf"),
        ("e\u0301lections.pdf", "\u00e9lections.pdf"),
        ("projet 🤖.pdf", "projet 🤖.pdf"),
        ("note.pdf. . ", "note.pdf"),
        (".pdf", "document.pdf"),
        ("..", "document"),
        ("", "document"),
        ("\u202e\0", "document"),
        ("a" * 4000 + ".pdf", "a" * 116 + ".pdf"),
        ("note." + "pdf" * 1000, "note." + "pdf" * 5 + "p"),
    ],
)
def test_a_raw_name_is_shown_clean(raw, shown):
    assert shown_name(raw) == shown


@given(NASTY)
def test_a_shown_name_is_one_short_line_without_path_or_direction_mark(raw):
    name = shown_name(raw)

    assert 0 < len(name) <= 120
    assert name == unicodedata.normalize("NFC", name)
    assert not set(name) & (set('/\\:*?"<>|') | set(BIDI))
    assert not [c for c in name if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"}]
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))


@given(NASTY)
def test_cleaning_a_name_twice_changes_nothing(raw):
    assert shown_name(shown_name(raw)) == shown_name(raw)


@given(
    st.text(st.characters(), max_size=300),
    st.sampled_from([*KIND_OF_EXTENSION, "exe", "html", "svg", "docm"]),
)
def test_the_last_extension_survives_the_cleaning(stem, extension):
    assert extension_of(shown_name(f"{stem}.pdf.{extension}")) == extension


@given(NASTY)
def test_the_disposition_is_one_ascii_line_that_gives_the_name_back(raw):
    header = serving_headers(raw, "application/pdf")["Content-Disposition"]

    before, _, encoded = header.partition("; filename*=UTF-8''")
    quoted = before.removeprefix('attachment; filename="').removesuffix('"')
    assert header.isascii()
    assert header.isprintable()
    assert not set(quoted) & set('"\\%/')
    assert unquote(encoded) == shown_name(raw)


def test_a_file_is_served_as_an_attachment_in_a_closed_sandbox():
    assert serving_headers("Avis signé.pdf", "application/pdf") == {
        "Content-Type": "application/pdf",
        "Content-Disposition": (
            'attachment; filename="Avis signe.pdf"; '
            "filename*=UTF-8''Avis%20sign%C3%A9.pdf"
        ),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "a\r\nb", ""])
def test_a_type_that_is_not_ours_is_served_as_plain_bytes(content_type):
    headers = serving_headers("page.html", content_type)

    assert headers["Content-Type"] == "application/octet-stream"


def test_every_accepted_extension_has_a_content_type():
    assert set(KIND_OF_EXTENSION.values()) == set(CONTENT_TYPE_OF_KIND)


def test_a_stored_name_is_random_hexadecimal():
    names = {stored_name() for _ in range(100)}

    assert len(names) == 100
    assert {len(name) for name in names} == {32}
    assert set("".join(names)) <= set("0123456789abcdef")
