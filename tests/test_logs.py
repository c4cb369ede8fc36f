"""What the terminal shows of a refusal and of a fault."""

import io
import logging
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.handlers.exception import response_for_exception
from django.test import RequestFactory
from django.urls import reverse

from tests.factories import World
from tests.projects.papers import client_of


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The lines written by the handler that the settings made."""
    written = io.StringIO()
    (handler,) = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler) is logging.StreamHandler and handler.filters
    ]
    monkeypatch.setattr(handler, "stream", written)
    return lambda: written.getvalue().splitlines()


def test_a_refusal_is_one_line(world: World, terminal: Callable[[], list[str]]) -> None:
    path = reverse("projects:guests", args=[world.project.pk])
    assert client_of(world.elected).get(path).status_code == 403
    (line,) = terminal()
    assert line.endswith(
        f"WARNING django.request Forbidden (Permission denied): {path}"
    )


@pytest.mark.django_db
def test_a_fault_keeps_its_trace(
    terminal: Callable[[], list[str]], rf: RequestFactory
) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        raise ZeroDivisionError
    response = response_for_exception(rf.get("/projets/"), caught.value)
    assert response.status_code == 500
    lines = terminal()
    assert lines[0].endswith("ERROR django.request Internal Server Error: /projets/")
    assert lines[1].startswith("Traceback")
    assert lines[-1] == "ZeroDivisionError"


def test_another_reader_of_the_log_keeps_the_trace_of_a_refusal(
    world: World, terminal: Callable[[], list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    client_of(world.elected).get(reverse("projects:guests", args=[world.project.pk]))
    assert len(terminal()) == 1
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is PermissionDenied
