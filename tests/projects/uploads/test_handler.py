import io
import os

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import RequestFactory

from projects.uploads.checks import UploadRefused, check_upload, refusal
from projects.uploads.handler import LimitedUploadHandler, RefusedUpload
from tests.projects.uploads.samples import SAMPLES

MEBIBYTE = 1024 * 1024


class PieceForm(forms.Form):
    before = forms.CharField()
    after = forms.CharField()
    file = forms.FileField()

    def clean_file(self):
        try:
            return check_upload(self.cleaned_data["file"])
        except UploadRefused as error:
            raise forms.ValidationError(str(error), code=error.code) from error


class Body(io.RawIOBase):
    """A beginning, as many zeros as one likes, an end; in no memory."""

    def __init__(self, head, zeros, tail):
        self.head, self.zeros, self.tail = head, zeros, tail

    def readable(self):
        return True

    def readinto(self, buffer):
        if self.head:
            part, self.head = self.head[: len(buffer)], self.head[len(buffer) :]
        elif self.zeros:
            part = bytes(min(len(buffer), self.zeros))
            self.zeros -= len(part)
        else:
            part, self.tail = self.tail[: len(buffer)], self.tail[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


@pytest.fixture
def opened():
    """Requests to end with the test, as the server does with its own."""
    requests = []
    yield requests
    for request in requests:
        request.close()


@pytest.fixture
def posted(opened):
    def post(**fields):
        opened.append(RequestFactory().post("/", fields))
        return opened[-1]

    return post


@pytest.fixture
def streamed(opened):
    def stream(length, file_name="gros.pdf"):
        opened.append(endless_request(length, file_name))
        return opened[-1]

    return stream


def endless_request(length, file_name):
    """A request with a field, a file of `length` zeros, then another field."""
    head = (
        '--B\r\nContent-Disposition: form-data; name="before"\r\n\r\n1\r\n'
        '--B\r\nContent-Disposition: form-data; name="file"; '
        f'filename="{file_name}"\r\nContent-Type: application/pdf\r\n\r\n'
    ).encode()
    tail = (
        b'\r\n--B\r\nContent-Disposition: form-data; name="after"\r\n\r\n2\r\n--B--\r\n'
    )
    request = RequestFactory().generic(
        "POST", "/", b"-", content_type="multipart/form-data; boundary=B"
    )
    request.META["CONTENT_LENGTH"] = str(len(head) + length + len(tail))
    request._stream = Body(head, length, tail)
    return request


@pytest.fixture(autouse=True)
def quarantine(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_HANDLERS = [
        f"{handler.__module__}.{handler.__qualname__}"
        for handler in (LimitedUploadHandler, TemporaryFileUploadHandler)
    ]
    return tmp_path


def test_a_file_within_the_limits_waits_in_a_private_temporary_file(quarantine, posted):
    request = posted(file=SimpleUploadedFile("Avis.pdf", SAMPLES["pdf"]))

    file = request.FILES["file"]

    assert isinstance(file, TemporaryUploadedFile)
    assert (file.name, file.size) == ("Avis.pdf", len(SAMPLES["pdf"]))
    assert file.read() == SAMPLES["pdf"]
    assert os.stat(file.temporary_file_path()).st_mode & 0o777 == 0o600
    assert os.listdir(quarantine) == [os.path.basename(file.temporary_file_path())]


def test_a_received_file_can_be_checked(posted):
    request = posted(file=SimpleUploadedFile("Avis.pdf", SAMPLES["pdf"]))

    assert check_upload(request.FILES["file"]).shown_name == "Avis.pdf"


def test_the_end_of_a_request_empties_the_quarantine(quarantine, posted):
    request = posted(file=SimpleUploadedFile("Avis.pdf", SAMPLES["pdf"]))
    assert request.FILES["file"].size == len(SAMPLES["pdf"])

    request.close()

    assert os.listdir(quarantine) == []


def test_the_temporary_path_owes_nothing_to_the_name_received(streamed):
    request = streamed(10, "a." + "b" * 300)

    path = request.FILES["file"].temporary_file_path()

    assert path.endswith(".upload")


@pytest.mark.parametrize("length", [25 * MEBIBYTE + 1, 300 * MEBIBYTE])
def test_a_huge_file_is_dropped_while_it_comes_and_the_form_survives(
    quarantine, length, streamed
):
    request = streamed(length)

    file = request.FILES["file"]

    assert isinstance(file, RefusedUpload)
    assert (file.name, file.size) == ("gros.pdf", length)
    assert os.listdir(quarantine) == []
    assert request.POST.dict() == {"before": "1", "after": "2"}
    with pytest.raises(UploadRefused) as caught:
        check_upload(file)
    assert caught.value.code == "too_big"


def test_a_form_shows_the_sentence_about_a_huge_file_and_nothing_else(streamed):
    request = streamed(30 * MEBIBYTE)

    form = PieceForm(request.POST, request.FILES)

    assert form.errors.get_json_data() == {
        "file": [{"message": str(refusal("too_big", "gros.pdf")), "code": "too_big"}]
    }


def test_a_file_of_exactly_25_mib_is_kept(streamed):
    file = streamed(25 * MEBIBYTE).FILES["file"]

    assert isinstance(file, TemporaryUploadedFile)
    assert file.size == 25 * MEBIBYTE


def test_a_refused_file_cannot_be_read_by_mistake(streamed):
    file = streamed(26 * MEBIBYTE).FILES["file"]

    with pytest.raises(UploadRefused):
        file.read()
    with pytest.raises(UploadRefused):
        list(file.chunks())


def test_several_files_share_the_limit_of_their_request(posted):
    large = b"a" * (13 * MEBIBYTE)
    request = posted(
        first=SimpleUploadedFile("1.txt", large),
        second=SimpleUploadedFile("2.txt", large),
        third=SimpleUploadedFile("3.txt", b"a"),
    )

    with pytest.raises(UploadRefused) as caught:
        check_upload(request.FILES["third"])

    assert caught.value.code == "request_too_big"
    assert check_upload(request.FILES["second"]).size == len(large)


def test_an_upload_that_stops_in_the_middle_leaves_nothing(quarantine, streamed):
    request = streamed(10 * MEBIBYTE)
    request._stream.zeros = MEBIBYTE
    request._stream.tail = b""

    assert request.POST.dict() == {"before": "1"}
    assert request.FILES.dict() == {}
    assert os.listdir(quarantine) == []
