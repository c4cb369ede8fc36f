"""What must be true of a file before it leaves quarantine (UP-01 to UP-04).

`check_upload` reads the file twice without ever holding it in memory: once here,
for its size and its SHA-256, once in a process without rights that parses it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.uploads.names import (
    CONTENT_TYPE_OF_KIND,
    KIND_OF_EXTENSION,
    extension_of,
    shown_name,
)

MEBIBYTE: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 25 * MEBIBYTE
MAX_REQUEST_BYTES: Final = 26 * MEBIBYTE
MAX_PROJECT_BYTES_A_DAY: Final = 500 * MEBIBYTE
WALL_SECONDS: Final = 15
MAX_ANSWER_BYTES: Final = 4096

INSPECTOR: Final = Path(__file__).with_name("inspect_file.py")

logger = logging.getLogger(__name__)

REASONS: Final[dict[str, str | Promise]] = {
    "extension": gettext_lazy("ce type de fichier n’est pas accepté"),
    "empty": gettext_lazy("il est vide"),
    "too_big": gettext_lazy("il dépasse 25 Mo"),
    "request_too_big": gettext_lazy(
        "l’envoi dépasse 26 Mo en tout. Envoyez les fichiers un par un"
    ),
    "wrong_content": gettext_lazy(
        "son contenu ne correspond pas à son extension. Ouvrez-le dans le logiciel "
        "qui l’a produit et enregistrez-le au bon format, sans changer son nom à la "
        "main"
    ),
    "old_office": gettext_lazy(
        "c’est un ancien format de document (doc, xls, ppt). Ouvrez-le et "
        "enregistrez-le en docx, xlsx ou pptx"
    ),
    "damaged": gettext_lazy(
        "il est abîmé ou incomplet. Ouvrez-le et enregistrez-en une nouvelle copie"
    ),
    "encrypted": gettext_lazy(
        "il faut un mot de passe pour l’ouvrir. Enregistrez-en une copie sans mot de "
        "passe"
    ),
    "macros": gettext_lazy(
        "il contient des macros, c’est-à-dire un programme. Enregistrez-en une copie "
        "sans macros"
    ),
    "bomb": gettext_lazy(
        "une fois décompressé, il serait beaucoup trop volumineux ou contiendrait "
        "trop d’éléments"
    ),
    "image_size": gettext_lazy(
        "l’image dépasse 50 millions de pixels, ou 30 000 pixels d’un côté. Réduisez-la"
    ),
    "webp": gettext_lazy(
        "l’image WebP est abîmée ou trop grande. Enregistrez-la en PNG ou en JPG"
    ),
    "entities": gettext_lazy(
        "il contient une déclaration interdite (DOCTYPE), qui peut servir à lire "
        "d’autres fichiers. Enregistrez-en une nouvelle copie"
    ),
    "not_text": gettext_lazy(
        "ce n’est pas un texte lisible. Enregistrez-le en texte, encodage UTF-8"
    ),
    "too_heavy": gettext_lazy(
        "il est trop complexe pour être vérifié. Allégez-le ou enregistrez-le en PDF"
    ),
    "unchecked": gettext_lazy(
        "il n’a pas pu être vérifié. Réessayez dans quelques minutes"
    ),
}


class UploadRefused(ValueError):
    """The file is not taken; `str()` is the French sentence to show as it is.

    `code` is a key of REASONS, or "quota".
    """

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class QuotaExceeded(UploadRefused):
    """The project has received its share of the day; a view answers 429."""


@dataclass(frozen=True)
class Checked:
    """A file that may be stored. `content_type` is ours, `size` is in bytes."""

    kind: str
    content_type: str
    size: int
    sha256: str
    shown_name: str


def check_upload(file: UploadedFile[Any]) -> Checked:
    """Raises UploadRefused with a sentence, or describes a file fit to be kept.

    The file is left at its beginning, ready to be saved under `stored_name()`.
    """
    name = shown_name(file.name or "")
    kind = KIND_OF_EXTENSION.get(extension_of(name))
    if kind is None:
        raise refusal("extension", name)
    with _on_disk(file, name) as (handle, size, sha256):
        reason = _inspect(handle, kind)
    if reason:
        raise refusal(reason, name)
    file.seek(0)
    return Checked(kind, CONTENT_TYPE_OF_KIND[kind], size, sha256, name)


def check_quota(used_today: int, size: int) -> None:
    """Refuse `size` more bytes in a project that received `used_today` already."""
    left = MAX_PROJECT_BYTES_A_DAY - used_today
    if size <= left:
        return
    left_mb = max(left, 0) // MEBIBYTE
    sentence = _(
        "Ce projet peut recevoir 500 Mo de fichiers par jour : il reste %(left)s Mo "
        "aujourd’hui. Réessayez demain, ou envoyez un fichier plus léger."
    )
    raise QuotaExceeded(sentence % {"left": left_mb}, code="quota")


def refusal(code: str, name: str) -> UploadRefused:
    """The exception that says what is wrong with `name` and what is accepted."""
    sentence = _(
        "Le fichier « %(name)s » n’a pas été ajouté : %(reason)s. Sont acceptés, "
        "jusqu’à 25 Mo : PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), "
        "LibreOffice (odt, ods), images (png, jpg, webp) et texte (txt, csv)."
    )
    return UploadRefused(
        sentence % {"name": shown_name(name), "reason": REASONS[code]}, code=code
    )


@contextmanager
def _on_disk(
    file: UploadedFile[Any], name: str
) -> Iterator[tuple[IO[bytes], int, str]]:
    """A handle of its own on the bytes, their number and their SHA-256.

    Never the handle of `file`: the inspector moves the position it inherits, and
    Python's buffer would not know.
    """
    digest = hashlib.sha256()
    size = 0
    kept = isinstance(file, TemporaryUploadedFile)
    with tempfile.TemporaryFile() as copy:
        for chunk in file.chunks():
            size += len(chunk)
            if size > MAX_FILE_BYTES:
                raise refusal("too_big", name)
            digest.update(chunk)
            if not kept:
                copy.write(chunk)
        if size == 0:
            raise refusal("empty", name)
        if isinstance(file, TemporaryUploadedFile):
            file.flush()
            with open(file.temporary_file_path(), "rb") as handle:
                yield handle, size, digest.hexdigest()
        else:
            copy.seek(0)
            yield copy, size, digest.hexdigest()


def _inspect(handle: IO[bytes], kind: str) -> str:
    """Why the inspector refuses the file; empty when it accepts it.

    The inspector may have been taken over by the file: it inherits nothing but
    this one descriptor, its answer is cut at 4 kB and anything unexpected in it
    is a refusal.
    """
    command = [sys.executable, "-I", str(INSPECTOR), kind]
    try:
        with subprocess.Popen(
            command,
            stdin=handle,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            start_new_session=True,
        ) as process:
            alarm = threading.Timer(WALL_SECONDS, process.kill)
            alarm.start()
            try:
                answer = (
                    process.stdout.read(MAX_ANSWER_BYTES) if process.stdout else b""
                )
            finally:
                alarm.cancel()
                process.kill()
    except OSError:
        logger.exception("The file inspector could not be started")
        return "unchecked"
    return _reason_in(answer, kind)


def _reason_in(answer: bytes, kind: str) -> str:
    if not answer:
        # Killed for its time, its memory, or by a fault in a parser.
        logger.warning("The file inspector died on a %s", kind)
        return "too_heavy"
    try:
        found = json.loads(answer)
        if found["ok"] is True and found["kind"] == kind:
            return ""
        reason = found["reason"]
    except (ValueError, KeyError, TypeError):
        logger.warning("The file inspector gave no readable answer on a %s", kind)
        return "unchecked"
    return reason if isinstance(reason, str) and reason in REASONS else "unchecked"
