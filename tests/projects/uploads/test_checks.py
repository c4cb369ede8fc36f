import hashlib
from itertools import permutations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from projects.uploads import checks
from projects.uploads.checks import (
    Checked,
    QuotaExceeded,
    UploadRefused,
    check_quota,
    check_upload,
)
from projects.uploads.names import CONTENT_TYPE_OF_KIND
from tests.projects.uploads import samples

MEBIBYTE = 1024 * 1024
TEXTS = {"txt", "csv"}
STRANGERS = {
    "exe": b"MZ\x90\0\x03\0\0\0",
    "elf": b"\x7fELF\x02\x01\x01\0",
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"\xef\xbb\xbf \n<!DOCTYPE html><script>alert(1)</script>",
    "rtf": b"{\\rtf1\\ansi Bonjour}",
    "sh": b"#!/bin/sh\nrm -rf /\n",
    "zip": samples.zip_bytes({"a.txt": "bonjour"}),
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


def received(name, content):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def refused(name, content):
    with pytest.raises(UploadRefused) as caught:
        check_upload(received(name, content))
    return caught.value


@pytest.mark.parametrize("kind", samples.SAMPLES)
def test_each_accepted_kind_is_described_with_our_own_type(kind):
    content = samples.SAMPLES[kind]

    assert check_upload(received(f"../Pièce 1.{kind}", content)) == Checked(
        kind=kind,
        content_type=CONTENT_TYPE_OF_KIND[kind],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        shown_name=f"Pièce 1.{kind}",
    )


def test_an_upper_case_jpeg_is_a_jpg():
    checked = check_upload(received("PHOTO.JPEG", samples.SAMPLES["jpg"]))

    assert (checked.kind, checked.shown_name) == ("jpg", "PHOTO.JPEG")


@pytest.mark.parametrize(
    ("inside", "announced"),
    [
        pair
        for pair in permutations(samples.SAMPLES, 2)
        # A table of values is a text, and nothing tells the two apart for certain.
        if set(pair) != TEXTS
    ],
)
def test_the_content_of_one_kind_is_refused_under_the_name_of_another(
    inside, announced
):
    error = refused(f"piece.{announced}", samples.SAMPLES[inside])

    expected = "not_text" if announced in TEXTS and inside != "pdf" else "wrong_content"
    assert error.code == expected


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("announced", samples.SAMPLES)
def test_a_stranger_is_refused_under_every_accepted_name(stranger, announced):
    error = refused(f"piece.{announced}", STRANGERS[stranger])

    assert error.code in {"wrong_content", "not_text", "old_office"}


@pytest.mark.parametrize(
    "name", ["a.pdf.exe", "a.docm", "a.svg", "a.html", "a.zip", "a.doc", "pdf", "", "."]
)
def test_a_name_outside_the_list_is_refused_before_reading(name):
    file = received("x.pdf", samples.SAMPLES["pdf"])
    file._name = name

    with pytest.raises(UploadRefused) as caught:
        check_upload(file)

    assert caught.value.code == "extension"


def test_the_sentence_names_the_file_the_fault_and_what_is_accepted():
    assert str(refused("contrat.pdf.exe", b"MZ")) == (
        "Le fichier «\u00a0contrat.pdf.exe\u00a0» n’a pas été ajouté\u00a0: ce type de "
        "fichier n’est pas accepté. Sont acceptés, jusqu’à 25\u00a0Mo\u00a0: PDF, Word "
        "(docx), Excel (xlsx), PowerPoint (pptx), LibreOffice (odt, ods), images "
        "(png, jpg, webp) et texte (txt, csv)."
    )


@pytest.mark.parametrize("kind", samples.SAMPLES)
def test_an_empty_file_is_refused(kind):
    assert refused(f"vide.{kind}", b"").code == "empty"


@pytest.mark.parametrize("kind", ["docx", "xlsx", "ods", "png", "jpg", "webp", "pdf"])
def test_a_file_cut_short_is_refused(kind):
    content = samples.SAMPLES[kind]
    error = refused(f"coupe.{kind}", content[: len(content) * 2 // 3])

    assert error.code == ("webp" if kind == "webp" else "damaged")


def test_a_file_of_25_mib_passes_and_one_byte_more_does_not():
    limit = b"a" * (25 * MEBIBYTE)

    assert check_upload(received("long.txt", limit)).size == 25 * MEBIBYTE
    assert refused("long.txt", limit + b"a").code == "too_big"


@pytest.mark.parametrize("content", [b"a\0b", b"\x1b[2J", b"\x81\x8d"])
def test_a_text_that_cannot_be_read_is_refused(content):
    assert refused("note.txt", content).code == "not_text"


def test_a_checked_file_is_ready_to_be_read_from_its_beginning():
    file = TemporaryUploadedFile("avis.pdf", None, 0, None)
    file.write(samples.SAMPLES["pdf"])

    check_upload(file)

    assert file.read() == samples.SAMPLES["pdf"]


def test_an_inspector_that_hangs_is_stopped(monkeypatch, tmp_path):
    script = tmp_path / "hang.py"
    script.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(checks, "INSPECTOR", script)
    monkeypatch.setattr(checks, "WALL_SECONDS", 0.2)

    assert refused("a.pdf", samples.SAMPLES["pdf"]).code == "too_heavy"


@pytest.mark.parametrize(
    "answer",
    [
        "oui",
        "[]",
        '{"ok": true}',
        '{"ok": true, "kind": "png"}',
        '{"ok": 1, "kind": "pdf"}',
        '{"ok": false, "reason": "invented"}',
        '{"ok": false, "reason": {}}',
        '{"ok": true, "kind": "pdf", "x": "' + "x" * 5000 + '"}',
    ],
)
def test_an_inspector_that_answers_nonsense_never_lets_a_file_pass(
    monkeypatch, tmp_path, answer
):
    script = tmp_path / "nonsense.py"
    script.write_text(f"print({answer!r})")
    monkeypatch.setattr(checks, "INSPECTOR", script)

    assert refused("a.pdf", samples.SAMPLES["pdf"]).code == "unchecked"


def test_without_an_inspector_nothing_passes(monkeypatch):
    monkeypatch.setattr(checks.sys, "executable", "/nowhere/python")

    assert refused("a.pdf", samples.SAMPLES["pdf"]).code == "unchecked"


def test_the_quota_counts_what_the_project_received_today():
    check_quota(475 * MEBIBYTE, 25 * MEBIBYTE)

    with pytest.raises(QuotaExceeded) as caught:
        check_quota(475 * MEBIBYTE, 25 * MEBIBYTE + 1)

    assert str(caught.value) == (
        "Ce projet peut recevoir 500\u00a0Mo de fichiers par jour\u00a0: il reste "
        "25\u00a0Mo aujourd’hui. Réessayez demain, ou envoyez un fichier plus léger."
    )
