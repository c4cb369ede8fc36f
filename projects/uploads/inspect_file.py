"""Reads one received file in a process that has nothing to lose (UP-04).

Started by `projects.uploads.checks` as a script, isolated from the environment:

    python -I inspect_file.py <kind>  < file

One JSON object comes out: `{"ok": true, "kind": "pdf", "pages": 3}` or
`{"ok": false, "reason": "encrypted"}`. Nothing of Django nor of this project is
imported: there is no setting, no key and no database to reach from here. Before
the first byte is read the process has become nobody, may open no file and no
socket, may start no process, and has 10 s of processor and 512 MiB of memory.
"""

import codecs
import importlib
import io
import json
import os
import pwd
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final
from xml.parsers import expat

from defusedxml import DefusedXmlException, ElementTree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CPU_SECONDS: Final = 10
MEMORY_BYTES: Final = 512 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 30_000
MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 100
MAX_INDEX_PART: Final = 4 * 1024 * 1024
CHUNK: Final = 256 * 1024

OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")
ZIP_MAGIC: Final = b"PK\x03\x04"
MAGIC: Final = {
    "pdf": b"%PDF-",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "webp": b"RIFF",
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods"), ZIP_MAGIC),
}
# A text must not start like a page, a program or a PDF (which can be pure ASCII).
# The other kinds all hold control characters, which no text may.
NOT_TEXT: Final = (
    *(b"%pdf-", b"{\\rtf", b"#!"),
    *(b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script"),
)
TEXT_CONTROLS: Final = b"\t\n\v\f\r"
CONTROLS: Final = bytes(set(range(32)) - set(TEXT_CONTROLS)) + b"\x7f"

PILLOW_FORMAT: Final = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}

# Loaded while the process may still open files. The image modules are those that
# Pillow looks for on its first opening, whatever the format asked for.
_IMAGE_READERS = tuple(
    f"PIL.{name}ImagePlugin"
    for name in ("Bmp", "Gif", "Jpeg", "Mpo", "Png", "Ppm", "WebP")
)
_TEXT_READERS = ("encodings.cp1252", "encodings.utf_8_sig")
READERS: Final = {
    "pdf": ("pikepdf",),
    **dict.fromkeys(PILLOW_FORMAT, _IMAGE_READERS),
    **dict.fromkeys(("txt", "csv"), _TEXT_READERS),
    # zipfile decodes the names of members with it.
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods"), ("encodings.cp437",)),
}

_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_MAIN_PART: Final = {
    "docx": _OFFICE + "wordprocessingml.document.main+xml",
    "xlsx": _OFFICE + "spreadsheetml.sheet.main+xml",
    "pptx": _OFFICE + "presentationml.presentation.main+xml",
}
OASIS_MIMETYPE: Final = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
OASIS_MANIFEST: Final = "META-INF/manifest.xml"


class Refusal(Exception):
    """The file is not accepted; the argument is the reason code."""


def inspect(handle: BinaryIO, kind: str) -> dict[str, object]:
    """What was found in the file, or the reason it is refused. Never raises."""
    try:
        check_magic(handle, kind)
        found = INSPECTORS[kind](handle, kind)
    except Refusal as refusal:
        return {"ok": False, "reason": str(refusal)}
    except DefusedXmlException:
        return {"ok": False, "reason": "entities"}
    except MemoryError:
        return {"ok": False, "reason": "too_heavy"}
    except Exception:  # noqa: BLE001 -- whatever a parser meets, the file is refused
        return {"ok": False, "reason": "damaged"}
    return {"ok": True, "kind": kind, **found}


def check_magic(handle: BinaryIO, kind: str) -> None:
    start = handle.read(512)
    handle.seek(0)
    if kind not in MAGIC:
        first = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
        if first.startswith(NOT_TEXT):
            raise Refusal("wrong_content")
        return
    if kind in OFFICE_MAIN_PART and start.startswith(OLE_MAGIC):
        # A password turns a docx into an OLE container; an old .doc is one too.
        encrypted = ENCRYPTED_PACKAGE in handle.read()
        raise Refusal("encrypted" if encrypted else "old_office")
    if not start.startswith(MAGIC[kind]) or (kind == "webp" and start[8:12] != b"WEBP"):
        raise Refusal("wrong_content")


def inspect_pdf(handle: BinaryIO, kind: str) -> dict[str, object]:
    import pikepdf  # noqa: PLC0415 -- 150 ms, loaded by main() for this kind only

    # No recovery: where the index is broken, two readers see two documents.
    try:
        pdf = pikepdf.open(
            handle,
            access_mode=pikepdf.AccessMode.stream,
            attempt_recovery=False,
            suppress_warnings=True,
        )
    except pikepdf.PasswordError:
        raise Refusal("encrypted") from None
    except pikepdf.PdfError as error:
        # Protection by certificate has no password to ask for.
        raise Refusal("encrypted" if "encrypt" in str(error) else "damaged") from None
    with pdf:
        # Restrictions (no printing, no copying) are enciphered under an empty
        # password: anybody opens such a file, and employers send them every day.
        if not (pages := len(pdf.pages)):
            raise Refusal("damaged")
        return {"pages": pages}


def prepare_pdf() -> None:
    """Have qpdf open the random device, which AES-256 needs even to be read.

    It keeps it open. Protecting an empty document is the shortest way to ask for it.
    """
    import pikepdf  # noqa: PLC0415 -- 150 ms, loaded by main() for this kind only

    protection = pikepdf.Encryption(owner="any")
    with pikepdf.new() as pdf:
        pdf.save(io.BytesIO(), encryption=protection)


def inspect_image(handle: BinaryIO, kind: str) -> dict[str, object]:
    from PIL import Image  # noqa: PLC0415 -- loaded by main() for this kind only

    formats = [PILLOW_FORMAT[kind]]
    Image.MAX_IMAGE_PIXELS = None  # our own limit comes first, and is lower
    try:
        with Image.open(handle, formats=formats) as image:
            width, height = image.size
            if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
                raise Refusal("image_size")
            image.verify()
        handle.seek(0)
        # verify() reads the frame of the file; only decoding reads the picture.
        with Image.open(handle, formats=formats) as image:
            image.load()
    except OSError:
        # libwebp reserves two canvases on opening, and says "damaged" as well when
        # they do not fit in the memory (from about 30 million pixels).
        raise Refusal("webp" if kind == "webp" else "damaged") from None
    return {"width": width, "height": height}


def inspect_text(handle: BinaryIO, kind: str) -> dict[str, object]:
    content = handle.read()
    if len(content.translate(None, CONTROLS)) != len(content):
        raise Refusal("not_text")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return {"encoding": encoding}
    raise Refusal("not_text")


def inspect_office(handle: BinaryIO, kind: str) -> dict[str, object]:
    with zipfile.ZipFile(handle) as archive:
        check_members(archive, handle)
        main_part, content_type = office_main_part(archive)
        if "macroenabled" in content_type:
            raise Refusal("macros")
        if content_type != OFFICE_MAIN_PART[kind]:
            raise Refusal("wrong_content")
        scan_parts(archive, main_part)
    return {}


def inspect_oasis(handle: BinaryIO, kind: str) -> dict[str, object]:
    with zipfile.ZipFile(handle) as archive:
        check_members(archive, handle)
        if read_small(archive, "mimetype").strip() != OASIS_MIMETYPE[kind]:
            raise Refusal("wrong_content")
        manifest = parse_small(archive, OASIS_MANIFEST)
        # Parts under a password cannot be read as XML: ask before reading them.
        if any(entry.tag.endswith("}encryption-data") for entry in manifest.iter()):
            raise Refusal("encrypted")
        scan_parts(archive, "content.xml")
    return {}


def check_members(archive: zipfile.ZipFile, handle: BinaryIO) -> None:
    """Count, names, macros, sizes; every member is unpacked once, to nowhere."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Refusal("bomb")
    names = [member.filename for member in members]
    if len(set(names)) != len(names) or any(map(_leaves_archive, names)):
        raise Refusal("damaged")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refusal("encrypted")
    if any(map(_is_macro, names)):
        raise Refusal("macros")
    packed = sum(member.compress_size for member in members)
    left = min(MAX_UNPACKED, MAX_RATIO * packed)
    for member in members:
        # Opening compares both headers and refuses members that overlap.
        archive.open(member).close()
        left -= unpack(handle, member, left)


def _leaves_archive(name: str) -> bool:
    return name.startswith("/") or ".." in name.replace("\\", "/").split("/")


def _is_macro(name: str) -> bool:
    lowered = name.lower()
    return (
        lowered.endswith("vbaproject.bin")
        or "/macrosheets/" in lowered
        or "/activex/" in lowered
        or lowered.startswith(("basic/", "scripts/"))
    )


def unpack(handle: BinaryIO, member: zipfile.ZipInfo, left: int) -> int:
    """Number of bytes that really come out; refused as soon as it passes `left`.

    zipfile stops at the announced size, so a member that announces less than it
    holds would look harmless here and explode in the reader's own program.
    """
    if member.file_size > left:
        raise Refusal("bomb")
    handle.seek(member.header_offset)
    name_length, extra_length = struct.unpack("<26xHH", handle.read(30))
    handle.seek(name_length + extra_length, os.SEEK_CUR)
    if member.compress_type == zipfile.ZIP_STORED:
        return _same_size(member, member.compress_size)
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise Refusal("damaged")
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    size = checksum = 0
    unread = member.compress_size
    while not engine.eof:
        packed = engine.unconsumed_tail or handle.read(min(CHUNK, unread))
        unread -= 0 if engine.unconsumed_tail else len(packed)
        chunk = engine.decompress(packed, CHUNK)
        if not packed and not chunk:
            raise Refusal("damaged")
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > left:
            raise Refusal("bomb")
    if unread or engine.unused_data or checksum != member.CRC:
        raise Refusal("damaged")
    return _same_size(member, size)


def _same_size(member: zipfile.ZipInfo, size: int) -> int:
    if size != member.file_size:
        raise Refusal("damaged")
    return size


def office_main_part(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Name and content type, in lower case, of the part the package opens on."""
    relations = parse_small(archive, "_rels/.rels")
    targets = [
        relation.get("Target", "").lstrip("/")
        for relation in relations
        if relation.get("Type", "").endswith("/officeDocument")
    ]
    if len(targets) != 1:
        raise Refusal("wrong_content")
    (part,) = targets
    by_part: dict[str, str] = {}
    by_extension: dict[str, str] = {}
    for entry in parse_small(archive, "[Content_Types].xml"):
        content_type = entry.get("ContentType", "").lower()
        by_part[entry.get("PartName", "").lstrip("/")] = content_type
        by_extension[entry.get("Extension", "").lower()] = content_type
    extension = part.rpartition(".")[2].lower()
    return part, by_part.get(part) or by_extension.get(extension, "")


def read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.NameToInfo:
        raise Refusal("wrong_content")
    if archive.getinfo(name).file_size > MAX_INDEX_PART:
        raise Refusal("bomb")
    return archive.read(name)


def parse_small(archive: zipfile.ZipFile, name: str) -> "Element":
    parsed: Element = ElementTree.fromstring(read_small(archive, name), forbid_dtd=True)
    return parsed


def scan_parts(archive: zipfile.ZipFile, main_part: str) -> None:
    """Every XML part is well formed and declares no document type.

    No document type means no entity at all, internal or external, which is what
    defusedxml checks; expat alone does it without building 200 MiB of tree.
    """
    if main_part not in archive.NameToInfo:
        raise Refusal("wrong_content")
    for name in archive.namelist():
        if name == main_part or name.lower().endswith((".xml", ".rels")):
            parser = expat.ParserCreate()
            parser.StartDoctypeDeclHandler = _refuse_doctype
            with archive.open(name) as part:
                parser.ParseFile(part)


def _refuse_doctype(*_declaration: object) -> None:
    raise Refusal("entities")


INSPECTORS: Final[dict[str, Callable[[BinaryIO, str], dict[str, object]]]] = {
    "pdf": inspect_pdf,
    **dict.fromkeys(PILLOW_FORMAT, inspect_image),
    **dict.fromkeys(("txt", "csv"), inspect_text),
    **dict.fromkeys(OFFICE_MAIN_PART, inspect_office),
    **dict.fromkeys(OASIS_MIMETYPE, inspect_oasis),
}


def lock_down() -> None:
    """Give up every right; what fails here must stop the process."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    # 0, 1 and 2 are taken: no file can be opened any more, and no socket either.
    _limit(resource.RLIMIT_NOFILE, 3)
    if sys.platform == "linux":
        # macOS, a development machine at most, refuses this one.
        _limit(resource.RLIMIT_AS, MEMORY_BYTES)


def _limit(which: int, value: int) -> None:
    _soft, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def main(kind: str) -> None:
    for reader in READERS.get(kind, ()):
        importlib.import_module(reader)
    if kind == "pdf":
        prepare_pdf()
    lock_down()
    sys.stdout.write(json.dumps(inspect(sys.stdin.buffer, kind)))


if __name__ == "__main__":
    main(sys.argv[1])
