"""What a received file is called: in the store, on screen and when it is served."""

import unicodedata
import uuid
from typing import Final
from urllib.parse import quote

MAX_SHOWN_LENGTH: Final = 120
MAX_EXTENSION_LENGTH: Final = 16
DEFAULT_NAME: Final = "document"

# Path separators, and what Windows refuses in a name or reads as a wildcard.
FORBIDDEN_CHARACTERS: Final = frozenset('/\\:*?"<>|')

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OASIS = "application/vnd.oasis.opendocument."

KIND_OF_EXTENSION: Final[dict[str, str]] = {
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
    "odt": "odt",
    "ods": "ods",
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "webp": "webp",
    "txt": "txt",
    "csv": "csv",
}

# The type announced by the browser is never kept: it is the sender's word.
CONTENT_TYPE_OF_KIND: Final[dict[str, str]] = {
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "odt": _OASIS + "text",
    "ods": _OASIS + "spreadsheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
}


def stored_name() -> str:
    """32 hexadecimal characters that owe nothing to the sender (UP-03)."""
    return uuid.uuid4().hex


def shown_name(raw: str) -> str:
    """The name as it may be displayed and sent back: one line, no path, NFC.

    The last extension is kept, so that `contrat.pdf.exe` stays an `.exe` and is
    refused. Doing it twice changes nothing.
    """
    last_part = raw.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(_kept(character) for character in last_part)
    name = " ".join(unicodedata.normalize("NFC", kept).split()).rstrip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    # Cutting an endless extension must not turn it into an accepted one: all of
    # these are much shorter than the cut.
    extension = extension[:MAX_EXTENSION_LENGTH].rstrip()
    ending = f".{extension}" if extension else ""
    stem = stem.strip(" .")[: MAX_SHOWN_LENGTH - len(ending)].rstrip(" .")
    return (stem or DEFAULT_NAME) + ending


def extension_of(name: str) -> str:
    """The last extension in lower case, without its dot; empty without one."""
    _stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""


def serving_headers(shown_name: str, content_type: str) -> dict[str, str]:
    """Headers of a response that hands a received file back (UP-06, RFC 6266).

    Always an attachment, in an empty sandbox: even a file that lied its way in
    can neither run in our origin nor be kept by a shared cache.
    """
    if content_type not in CONTENT_TYPE_OF_KIND.values():
        content_type = "application/octet-stream"
    return {
        "Content-Type": content_type,
        "Content-Disposition": _attachment(shown_name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
    }


def _kept(character: str) -> str:
    if character.isspace() or character in FORBIDDEN_CHARACTERS:
        return " "
    # C is control, format (which holds the marks that reverse the reading
    # order), surrogate, private and unassigned.
    return "" if unicodedata.category(character).startswith("C") else character


def _attachment(raw: str) -> str:
    name = shown_name(raw)
    decomposed = unicodedata.normalize("NFKD", name)
    ascii_name = decomposed.encode("ascii", "ignore").decode()
    # shown_name allows neither quote nor backslash, but NFKD can bring them back
    # (a full-width quote), and some browsers decode a percent sign.
    fallback = "".join("_" if c in '"\\%/' else c for c in ascii_name)
    encoded = quote(name, safe="")
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{encoded}"
