"""Receives files into quarantine and stops keeping them past the limits (UP-02).

FILE_UPLOAD_HANDLERS names `LimitedUploadHandler` first; the handlers after it
only serve what it leaves, which is nothing.

A file within the limits arrives in `request.FILES` as usual, in a temporary file
that disappears with the request unless it is saved. Past the limit its bytes are
thrown away as they come, the temporary file is removed at once, and `request.FILES`
holds a `RefusedUpload` in its place: same name, true size, no content. A form
needs to know nothing about it: `check_upload` raises the sentence.

Why not `StopUpload`: it ends the reading of the whole form, so the fields placed
after the file would come out empty, and the page shown again would have lost what
the person typed. It would save nothing, since the answer can only be seen once the
body has been read; the memory and the disk used are bounded either way.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING, Any, Never

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    StopFutureHandlers,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from projects.uploads.checks import MAX_FILE_BYTES, MAX_REQUEST_BYTES, refusal
from projects.uploads.names import shown_name

if TYPE_CHECKING:
    # Generic for mypy only: Django's class takes no parameter when it runs.
    BytesUpload = UploadedFile[bytes]
else:
    BytesUpload = UploadedFile


class RefusedUpload(BytesUpload):
    """Stands for a file that was not kept: reading it raises UploadRefused.

    So a form that forgets `check_upload` fails loudly instead of storing an empty
    file under the name of a real one.
    """

    def __init__(self, name: str, *, size: int, code: str) -> None:
        super().__init__(BytesIO(), name=name, size=size)
        self.code = code

    def chunks(self, chunk_size: int | None = None) -> Never:
        raise refusal(self.code, self.name or "")

    def read(self, *_size: int) -> Never:
        raise refusal(self.code, self.name or "")


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """25 MiB a file, 26 MiB a request, counted on the bytes and not the headers."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received_in_request = 0
        self._refused = ""

    def new_file(
        self,
        field_name: str,
        file_name: str,
        content_type: str,
        content_length: int | None,
        charset: str | None = None,
        content_type_extra: dict[str, bytes] | None = None,
    ) -> None:
        # Not super(): Django ends the temporary path with the sender's extension,
        # which then decides of a path (UP-03) and, when long, is an OSError.
        self.field_name = field_name
        self.file_name = file_name
        self._refused = ""
        self.file = TemporaryUploadedFile("quarantine", content_type, 0, charset)
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received_in_request += len(raw_data)
        if self._refused:
            return
        if start + len(raw_data) > MAX_FILE_BYTES:
            self._refuse("too_big")
        elif self._received_in_request > MAX_REQUEST_BYTES:
            self._refuse("request_too_big")
        else:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        name = shown_name(self.file_name or "")
        if self._refused:
            return RefusedUpload(name, size=file_size, code=self._refused)
        self.file.name = name
        return super().file_complete(file_size)

    def _refuse(self, code: str) -> None:
        self._refused = code
        self.upload_interrupted()

    def upload_interrupted(self) -> None:
        if hasattr(self, "file") and not self.file.closed:
            path = self.file.temporary_file_path()
            self.file.close()
            if os.path.exists(path):
                os.remove(path)
