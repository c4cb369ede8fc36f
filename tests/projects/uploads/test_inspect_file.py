"""Hostile files, each read by the real inspector in its own process."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile

import pytest

from projects.uploads.checks import INSPECTOR
from tests.projects.uploads import samples

MEBIBYTE = 1024 * 1024
XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><document>&x;</document>'
LAUGHS = (
    '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><document>&c;</document>'
)
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def inspected(tmp_path, kind, content, script=INSPECTOR):
    path = tmp_path / "received"
    path.write_bytes(content)
    with path.open("rb") as handle:
        done = subprocess.run(
            [sys.executable, "-I", str(script), kind],
            stdin=handle,
            capture_output=True,
            check=False,
            timeout=30,
        )
    return json.loads(done.stdout) if done.stdout else done.returncode


def reason(code):
    return {"ok": False, "reason": code}


def understated(content, announced):
    """The same archive, whose every header announces another unpacked size."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = archive.getinfo("word/media/a.bin")
    size = struct.pack("<I", member.file_size)
    return content.replace(size, struct.pack("<I", announced))


def test_a_pdf_gives_its_number_of_pages(tmp_path):
    assert inspected(tmp_path, "pdf", samples.pdf(pages=3)) == {
        "ok": True,
        "kind": "pdf",
        "pages": 3,
    }


@pytest.mark.parametrize(
    "content",
    [
        samples.pdf().replace(b"startxref\n", b"startxref\n9"),
        samples.pdf().replace(b"/Pages", b"/Pagez"),
        b"%PDF-1.7\n" + b"1 0 obj<</Kids[1 0 R]>>endobj\n" * 50,
        samples.pdf(pages=0),
    ],
)
def test_a_pdf_without_a_sound_index_is_damaged(tmp_path, content):
    assert inspected(tmp_path, "pdf", content) == reason("damaged")


CIPHERS = ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"]


@pytest.mark.parametrize("cipher", CIPHERS)
def test_a_pdf_that_needs_a_password_is_refused_for_what_it_is(tmp_path, cipher):
    content = samples.pdf(password="secret", cipher=cipher)

    assert inspected(tmp_path, "pdf", content) == reason("encrypted")


@pytest.mark.parametrize("cipher", CIPHERS)
def test_a_pdf_that_only_restricts_its_use_is_accepted(tmp_path, cipher):
    content = samples.pdf(pages=2, owner_password="secret", cipher=cipher)

    assert b"/Encrypt" in content
    assert inspected(tmp_path, "pdf", content) == {
        "ok": True,
        "kind": "pdf",
        "pages": 2,
    }


def test_a_restricted_pdf_without_a_sound_index_is_damaged(tmp_path):
    content = samples.pdf(owner_password="secret")

    broken = content.replace(b"startxref\n", b"startxref\n9")

    assert inspected(tmp_path, "pdf", broken) == reason("damaged")


def test_a_pdf_protected_by_a_certificate_is_encrypted(tmp_path):
    content = samples.pdf(owner_password="secret")

    sealed = content.replace(b"/Filter /Standard", b"/Filter /Adobe.XY")

    assert sealed != content
    assert inspected(tmp_path, "pdf", sealed) == reason("encrypted")


@pytest.mark.parametrize("size", [(1, 100_000), (7_072, 7_072), (65_000, 65_000)])
def test_an_image_too_large_is_refused_on_its_header(tmp_path, size):
    content = samples.png_header(*size)

    assert inspected(tmp_path, "png", content) == reason("image_size")


def test_an_image_that_holds_no_picture_is_damaged(tmp_path):
    assert inspected(tmp_path, "png", samples.png_header(8, 8)) == reason("damaged")


@pytest.mark.parametrize("hostile", [XXE, LAUGHS])
@pytest.mark.parametrize(
    "build",
    [
        lambda xml: samples.office(main=xml),
        lambda xml: samples.office(**{"customXml__item1.xml": xml}),
        lambda xml: samples.office(**{"_rels__.rels": xml}),
        lambda xml: samples.office(**{"[Content_Types].xml": xml}),
    ],
    ids=["main part", "side part", "relations", "content types"],
)
def test_an_entity_is_refused_wherever_it_is_declared(tmp_path, build, hostile):
    assert inspected(tmp_path, "docx", build(hostile)) == reason("entities")


@pytest.mark.parametrize(
    "content",
    [
        samples.office(**{"word__vbaProject.bin": "x"}),
        samples.office(content_type=MACRO_TYPE),
        samples.office(**{"word__activeX__activeX1.bin": "x"}),
    ],
)
def test_a_document_with_macros_is_refused_for_them(tmp_path, content):
    assert inspected(tmp_path, "docx", content) == reason("macros")


def test_a_libreoffice_document_with_macros_is_refused_for_them(tmp_path):
    members = samples.oasis_members("text") | {"Basic/Standard/Module1.xml": "<m/>"}

    assert inspected(tmp_path, "odt", samples.zip_bytes(members)) == reason("macros")


def test_a_libreoffice_document_under_a_password_is_encrypted(tmp_path):
    content = samples.oasis(
        "text", manifest="<m:encryption-data/>", content="\x8f\x12 no XML"
    )

    assert inspected(tmp_path, "odt", content) == reason("encrypted")


def test_an_office_document_under_a_password_is_encrypted(tmp_path):
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + "EncryptedPackage".encode("utf-16-le")
    )

    assert inspected(tmp_path, "xlsx", content) == reason("encrypted")


def test_an_archive_that_grows_a_hundred_times_is_a_bomb(tmp_path):
    content = samples.office(**{"word__media__a.bin": bytes(50 * MEBIBYTE)})

    assert inspected(tmp_path, "docx", content) == reason("bomb")


def test_an_archive_that_unpacks_past_200_mib_is_a_bomb(tmp_path):
    block = bytes(range(256)) * 4
    member = b"".join(bytes([i % 251]) * 40 + block for i in range(20 * 1024))
    parts = {f"word__media__{n}.bin": member for n in range(11)}
    padding = samples.zip_bytes({"a": os.urandom(3 * MEBIBYTE)}, 0)
    content = samples.office(**parts, **{"word__media__p.bin": padding})

    assert len(content) * 100 > 200 * MEBIBYTE
    assert inspected(tmp_path, "docx", content) == reason("bomb")


def test_an_archive_that_announces_less_than_it_holds_is_refused(tmp_path):
    honest = samples.office(**{"word__media__a.bin": bytes(3_000_017)})

    lying = understated(honest, announced=17)

    assert lying != honest
    assert inspected(tmp_path, "docx", lying) == reason("bomb")


def test_two_thousand_members_pass_and_one_more_does_not(tmp_path):
    few = {f"word__media__{n}": "x" for n in range(1_997)}

    accepted = inspected(tmp_path, "docx", samples.office(**few))
    refused = inspected(tmp_path, "docx", samples.office(**few, one_more="x"))

    assert accepted == {"ok": True, "kind": "docx"}
    assert refused == reason("bomb")


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/x", "a\\..\\..\\x"])
def test_a_member_that_leaves_the_archive_is_refused(tmp_path, name):
    members = samples.office_members() | {name: "x"}

    assert inspected(tmp_path, "docx", samples.zip_bytes(members)) == reason("damaged")


def test_a_part_that_is_not_xml_is_damaged(tmp_path):
    assert inspected(tmp_path, "docx", samples.office(main="<a><b></a>")) == reason(
        "damaged"
    )


LOCKED = """
import os, runpy, socket, sys
inspector = runpy.run_path({inspector!r})
inspector["lock_down"]()
def tried(act):
    try:
        act()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
found = [
    tried(lambda: open("/etc/passwd")),
    tried(lambda: socket.socket()),
    tried(lambda: os.fork()),
    tried(lambda: bytearray(600 * 1024 * 1024)),
    os.getuid() == 0,
]
import json
print(json.dumps(found))
"""


def test_the_inspector_can_open_nothing_start_nothing_and_reach_nothing(tmp_path):
    script = tmp_path / "locked.py"
    script.write_text(LOCKED.format(inspector=str(INSPECTOR)))

    assert inspected(tmp_path, "pdf", b"", script=script) == [
        "OSError",
        "OSError",
        "BlockingIOError",
        "MemoryError",
        False,
    ]


def test_the_inspector_is_stopped_after_ten_seconds_of_processor(tmp_path):
    script = tmp_path / "busy.py"
    script.write_text(
        f"import runpy\nm = runpy.run_path({str(INSPECTOR)!r})\n"
        "m['_limit'](m['resource'].RLIMIT_CPU, 1)\nm['lock_down']()\n"
        "while True: pass\n"
    )

    assert inspected(tmp_path, "pdf", b"", script=script) == -9
