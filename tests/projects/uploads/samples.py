"""Small files of every accepted kind, built here so that none is committed."""

import csv
import io
import struct
import zipfile
import zlib

import openpyxl
import pypdf
from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument."
OASIS = "application/vnd.oasis.opendocument."
MAIN_PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document", "document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet", "workbook"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation", "presentation"),
}


def zip_bytes(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def office_members(kind="docx", main=None, content_type=None):
    part, family, root = MAIN_PARTS[kind]
    content_type = content_type or f"{OFFICE}{family}.main+xml"
    return {
        "[Content_Types].xml": (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/'
            'package/2006/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
        ),
        "_rels/.rels": (
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats'
            '.org/package/2006/relationships"><Relationship Id="rId1" Type="http://'
            "schemas.openxmlformats.org/officeDocument/2006/relationships/"
            f'officeDocument" Target="{part}"/></Relationships>'
        ),
        part: main or f'<?xml version="1.0"?><{root} xmlns="urn:x"/>',
    }


def office(kind="docx", main=None, content_type=None, **extra):
    extra = {name.replace("__", "/"): content for name, content in extra.items()}
    return zip_bytes(office_members(kind, main, content_type) | extra)


def oasis_members(mimetype, manifest="", content="<content/>"):
    return {
        "mimetype": OASIS + mimetype,
        "content.xml": content,
        "META-INF/manifest.xml": (
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{manifest}</m:manifest>"
        ),
    }


def oasis(mimetype, **parts):
    return zip_bytes(oasis_members(mimetype, **parts))


def pdf(pages=1, password=None, owner_password=None, cipher="AES-256"):
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=200, height=200)
    if owner_password or password:
        writer.encrypt(password or "", owner_password, algorithm=cipher)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def image(pillow_format, size=(8, 8)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, pillow_format)
    return buffer.getvalue()


def png_header(width, height):
    """A PNG that announces a size and holds next to nothing."""

    def chunk(name, content):
        checksum = zlib.crc32(name + content)
        return (
            struct.pack(">I", len(content))
            + name
            + content
            + struct.pack(">I", checksum)
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def xlsx():
    book = openpyxl.Workbook()
    book.active.append(["poste", "effectif"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_text():
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([["poste", "née en"], ["accueil", 12]])
    return buffer.getvalue().encode("cp1252")


SAMPLES = {
    "pdf": pdf(),
    "docx": office("docx"),
    "xlsx": xlsx(),
    "pptx": office("pptx"),
    "odt": oasis("text"),
    "ods": oasis("spreadsheet"),
    "png": image("PNG"),
    "jpg": image("JPEG"),
    "webp": image("WEBP"),
    "txt": "Compte rendu de la réunion du 12 mars".encode(),
    "csv": csv_text(),
}
