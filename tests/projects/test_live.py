import asyncio
import gc
import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import AsyncClient, Client
from django.utils import timezone

from projects import hub as hubs
from projects import journal, live, notices
from projects.enums import Room
from projects.hub import Hub, Stream
from projects.models import Entry, Member
from projects.views import live as views
from tests.factories import World, make_member


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def record(world: World, verb: str, room: Room = Room.SHARED) -> Entry:
    return journal.record(
        world.project, verb, "Dit", actor=None, target=world.project, room=room
    )


# ---- publishing -------------------------------------------------------------------
def test_an_act_wakes_pages_once_it_is_real(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record(world, "question.sent")
        assert not live.path().exists()
    assert json.loads(live.path().read_text()) == {
        "topic": "question",
        "organisation": str(world.organisation.pk),
        "project": str(world.project.pk),
        "room": "shared",
    }


@pytest.mark.parametrize("redis_url", ["redis://127.0.0.1:1/0", ""])
def test_a_publication_that_fails_never_breaks_the_act(
    world: World,
    settings: LazySettings,
    redis_url: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.REDIS_URL = redis_url
    settings.DATA_DIR = tmp_path / "gone"
    live.publish(world.project, "question", Room.SHARED)
    assert "were not told that question moved" in caplog.text


# ---- the hub ----------------------------------------------------------------------
def in_a_loop(scenario: Callable[[Hub], Awaitable[None]]) -> None:
    async def run() -> None:
        await scenario(Hub())

    asyncio.run(run())


def join(hub: Hub, *places: Member) -> Stream:
    """A browser opened by somebody who has these places."""
    return hub.join(
        places[0].user_id,
        {row.project_id or row.organisation_id: row.sees_caucus for row in places},
    )


def test_a_browser_hears_the_projects_and_rooms_of_its_person(world: World) -> None:
    ours, other = world.project, world.other_project

    async def scenario(hub: Hub) -> None:
        elected = join(hub, world.elected)
        employer = join(hub, world.employer)
        outsider = join(hub, world.outsider)
        await asyncio.sleep(0.05)
        live.publish(ours, "passage", Room.CAUCUS)
        live.publish(ours, "answer", Room.SHARED)
        live.publish(ours, "answer", Room.SHARED)
        assert await elected.wait(5) == [f"{ours.pk} passage", f"{ours.pk} answer"]
        assert await employer.wait(5) == [f"{ours.pk} answer"]
        assert await outsider.wait(0.05) == []
        live.publish(other, "answer", Room.SHARED)
        assert await outsider.wait(5) == [f"{other.pk} answer"]
        for stream in (elected, employer, outsider):
            hub.leave(stream)
        assert len(hub) == 0

    in_a_loop(scenario)


def test_a_place_in_the_organisation_wins_over_a_guest_s(world: World) -> None:
    ours = world.project
    both = {world.organisation.pk: False, ours.pk: True}
    stream = Stream(world.elected.user_id, both)
    assert not stream.may_hear(world.organisation.pk, ours.pk, Room.CAUCUS)
    assert stream.may_hear(world.organisation.pk, ours.pk, Room.SHARED)


def test_a_notice_wakes_the_browsers_of_the_person_it_is_for(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    async def scenario(hub: Hub) -> None:
        elected, employer = join(hub, world.elected), join(hub, world.employer)
        await asyncio.sleep(0.05)
        await sync_to_async(tell)()
        assert await elected.wait(5) == ["notice"]
        assert await employer.wait(0.3) == []
        hub.leave(elected)
        hub.leave(employer)

    def tell() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            notices.tell(world.project, [world.elected], "Dit", "/", actor=None)
            notices.tell(world.project, [], "Dit à personne", "/", actor=None)

    async_to_sync(scenario)(Hub())
    assert len(live.path().read_text().splitlines()) == 1


def test_what_was_said_before_a_page_opened_is_not_told(world: World) -> None:
    live.publish(world.project, "old", Room.SHARED)

    async def scenario(hub: Hub) -> None:
        page = join(hub, world.elected)
        await asyncio.sleep(0.05)
        live.publish(world.project, "new", Room.SHARED)
        assert await page.wait(5) == [f"{world.project.pk} new"]
        hub.leave(page)

    in_a_loop(scenario)


def test_a_long_file_is_emptied_and_nothing_is_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "FILE_LIMIT", 500)
    project = world.project

    async def scenario(hub: Hub) -> None:
        page = join(hub, world.elected)
        await asyncio.sleep(0.05)
        heard: list[str] = []
        for start in range(0, 40, 10):
            for number in range(start, start + 10):
                live.publish(project, f"topic{number}", Room.SHARED)
            await asyncio.sleep(0.25)
            heard += await page.wait(5)
        hub.leave(page)
        assert heard == [f"{project.pk} topic{number}" for number in range(40)]

    in_a_loop(scenario)
    assert live.path().stat().st_size <= 500


def test_a_file_replaced_by_somebody_is_followed(world: World) -> None:
    project = world.project

    async def scenario(hub: Hub) -> None:
        live.publish(project, "before", Room.SHARED)
        page = join(hub, world.elected)
        await asyncio.sleep(0.05)
        os.truncate(live.path(), 0)
        live.publish(project, "new", Room.SHARED)
        assert await page.wait(5) == [f"{project.pk} new"]
        hub.leave(page)

    in_a_loop(scenario)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"project": 1, "topic": "a", "room": "shared"}',
        b'{"project": "x", "topic": "a", "room": "shared"}',
        b'{"people": ["x"], "topic": "a"}',
        b'{"people": 1, "topic": "a"}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_line_is_let_go(line: bytes) -> None:
    Hub().deliver(line)


def test_a_topic_cannot_forge_an_event(world: World) -> None:
    async def scenario(hub: Hub) -> None:
        page = join(hub, world.elected)
        for said in (
            {
                "organisation": str(world.organisation.pk),
                "project": str(world.project.pk),
                "room": "shared",
            },
            {"people": [str(world.elected.user_id)]},
        ):
            forged = said | {"topic": "a\ndata: x\n\nevent: b"}
            hub.deliver(json.dumps(forged).encode())
        assert await page.wait(0.01) == []
        hub.leave(page)

    in_a_loop(scenario)


def test_a_slow_page_keeps_a_bounded_memory(world: World) -> None:
    page = Stream(world.elected.user_id, {})
    for number in range(10_000):
        page.hear(f"topic{number}")
    assert len(page.told) == hubs.MOST_TOPICS


# ---- the stream -------------------------------------------------------------------
def test_without_an_asynchronous_server_pages_are_sent_to_polling(
    world: World,
) -> None:
    assert signed_in(world.elected).get("/direct/").status_code == 204


async def open_stream(world: World, member: Member) -> tuple[Any, AsyncIterator[bytes]]:
    client = AsyncClient()
    await client.aforce_login(member.user)
    response = await client.get("/direct/")
    if response.status_code != 200:
        return response, aiter(())  # type: ignore[call-overload]
    return response, aiter(response.streaming_content)


def test_a_stream_tells_topics_and_nothing_else(world: World) -> None:
    async def scenario() -> None:
        response, events = await open_stream(world, world.employer)
        assert response["Content-Type"] == "text/event-stream"
        assert response["Cache-Control"] == "no-store, private"
        assert await anext(events) == b"retry: 3000\n\n"
        await asyncio.sleep(0.05)
        live.publish(world.project, "vote", Room.CAUCUS)
        live.publish(world.project, "answer", Room.SHARED)
        assert (
            await anext(events)
            == b"data: %s answer\n\n" % str(world.project.pk).encode()
        )
        assert len(hubs.hub()) == 1
        del response, events  # what the server does when the browser leaves
        for _layer in range(5):  # each generator closes the one inside it
            gc.collect()
            await asyncio.sleep(0.01)
        assert len(hubs.hub()) == 0

    async_to_sync(scenario)()


def test_a_stream_says_that_it_is_alive(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "KEEP_ALIVE", 0.01)

    async def scenario() -> None:
        _response, events = await open_stream(world, world.elected)
        assert [await anext(events), await anext(events)] == [
            b"retry: 3000\n\n",
            b": .\n\n",
        ]
        await events.aclose()

    async_to_sync(scenario)()


def test_a_stream_ends_with_the_session(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "CHECK_EVERY", 0.02)

    async def scenario() -> list[bytes]:
        _response, events = await open_stream(world, world.elected)
        first = [await anext(events), await anext(events)]
        await sync_to_async(Session.objects.all().delete)()
        live.publish(world.project, "answer", Room.SHARED)
        rest = [event async for event in events]
        assert first == [b"retry: 3000\n\n", b": .\n\n"]
        return rest

    assert async_to_sync(scenario)() == []


def test_a_stream_follows_the_places_of_its_person(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "CHECK_EVERY", 0.02)
    places = Member.objects.filter(pk=world.elected.pk)

    async def scenario() -> None:
        _response, events = await open_stream(world, world.elected)
        first = [await anext(events), await anext(events)]
        await sync_to_async(places.update)(until=date(2021, 1, 1))
        live.publish(world.project, "answer", Room.SHARED)
        heard = [
            await anext(events) for _time in range(15)
        ]  # past one look at the file
        assert {*first, *heard} == {b"retry: 3000\n\n", b": .\n\n"}
        await sync_to_async(places.update)(until=None)
        assert await anext(events) == b": .\n\n"
        live.publish(world.project, "vote", Room.CAUCUS)
        async for event in events:
            if event != b": .\n\n":
                break
        assert event == b"data: %s vote\n\n" % str(world.project.pk).encode()
        await events.aclose()  # type: ignore[attr-defined]

    async_to_sync(scenario)()


def test_a_stream_lost_by_its_source_asks_the_page_to_come_back(world: World) -> None:
    async def scenario() -> list[bytes]:
        _response, events = await open_stream(world, world.elected)
        await anext(events)
        hubs.hub().end_all()
        return [event async for event in events]

    assert async_to_sync(scenario)() == []


# ---- polling ----------------------------------------------------------------------
def moved(world: World, member: Member, **query: Any) -> Any:
    return signed_in(member).get(f"/projets/{world.project.pk}/nouveau/", query)


def second(*, ago: int) -> int:
    return int(timezone.now().timestamp()) - ago


def test_nothing_moved_is_an_empty_answer(world: World) -> None:
    record(world, "question.sent")
    response = moved(world, world.elected, depuis=second(ago=-2))
    assert (response.status_code, response.content) == (204, b"")


def test_what_moved_is_named_topic_by_topic(world: World) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=5)):
        record(world, "project.changed")
    record(world, "question.sent")
    record(world, "question.added")
    record(world, "answer.given")
    response = moved(world, world.elected, depuis=second(ago=60))
    assert json.loads(response["HX-Trigger"]) == {
        "moved-answer": True,
        "moved-question": True,
    }


def test_a_line_that_comes_late_is_told_all_the_same(world: World) -> None:
    record(world, "question.sent")
    page = moved(world, world.elected, depuis=second(ago=60)).content.decode()
    (mark,) = re.findall(r"depuis=(\d+)", page)
    # A transaction may end some seconds after the time it wrote: see OVERLAP.
    assert 4 <= second(ago=0) - int(mark) <= 7


def test_the_address_tells_nothing_of_other_journals(world: World) -> None:
    """The row's id runs through all organisations: the mark is the clock's."""
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        record(world, "question.sent")
        before = moved(world, world.elected, depuis=second(ago=60)).content
        for _line in range(5):
            with transaction.atomic():
                journal.record(
                    world.other_project,
                    "question.sent",
                    "Dit",
                    actor=None,
                    target=world.other_project,
                )
        assert moved(world, world.elected, depuis=second(ago=60)).content == before


def test_the_employer_is_not_told_that_the_caucus_moves(world: World) -> None:
    record(world, "passage.saved", Room.CAUCUS)
    since = second(ago=60)
    assert moved(world, world.employer, depuis=since).status_code == 204
    assert moved(world, world.elected, depuis=since).status_code == 200


def test_a_page_learns_what_moved_since_it_was_made(world: World) -> None:
    page = signed_in(world.elected).get(f"/projets/{world.project.pk}/")
    (made_at,) = re.findall(r"nouveau/\?depuis=(\d+)", page.content.decode())
    assert moved(world, world.elected, depuis=made_at).status_code == 204
    record(world, "question.sent")
    said = moved(world, world.elected, depuis=made_at)
    assert json.loads(said["HX-Trigger"]) == {"moved-question": True}


@pytest.mark.parametrize("text", ["", "x", "-1", "9" * 30, "١٢", "1.5"])
def test_a_wrong_number_starts_afresh(world: World, text: str) -> None:
    record(world, "question.sent")
    response = moved(world, world.elected, depuis=text)
    assert (response.status_code, response.has_header("HX-Trigger")) == (200, False)


@pytest.mark.parametrize("who", ["outsider", "ex_member"])
def test_a_project_one_may_not_see_has_no_news(world: World, who: str) -> None:
    assert moved(world, getattr(world, who)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_polling_is_cheap(
    world: World, django_assert_num_queries: Any, count: int
) -> None:
    for _line in range(count):
        record(world, "question.sent")
    client = signed_in(world.elected)
    path = f"/projets/{world.project.pk}/nouveau/?depuis=1"
    client.get(path)
    # session, person, places, project, lines; then the answer's frame: unread
    with django_assert_num_queries(6):
        client.get(path)


# ---- presence ---------------------------------------------------------------------
def ping(world: World, member: Member, place: str = "caucus:passage:1") -> Any:
    return signed_in(member).post(
        f"/projets/{world.project.pk}/presence/?place={place}"
    )


def test_people_in_the_same_place_see_each_other(world: World) -> None:
    make_member(world.organisation)
    world.secretary.user.name = "Inès <b>"
    world.secretary.user.save()
    assert ping(world, world.secretary).content.strip() == b""
    page = ping(world, world.elected).content.decode()
    assert "Inès &lt;b&gt; modifie en ce moment" in page
    assert (
        "modifi" not in ping(world, world.elected, "caucus:passage:2").content.decode()
    )
    page = ping(world, world.reader).content.decode()
    assert "modifient en ce moment" in page


def test_the_employer_learns_nothing_of_the_caucus(world: World) -> None:
    ping(world, world.secretary)
    assert ping(world, world.employer).status_code == 404
    ping(world, world.secretary, "shared:letter:1")
    shared = ping(world, world.employer, "shared:letter:1")
    assert str(world.secretary) in shared.content.decode()


@pytest.mark.parametrize("place", ["", "x", "a b", "caucus:", "CAUCUS:1", "%00", "é:1"])
def test_a_place_that_is_not_one_does_not_exist(world: World, place: str) -> None:
    assert ping(world, world.elected, place).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "ex_member"])
def test_nobody_is_present_where_they_have_no_place(world: World, who: str) -> None:
    assert ping(world, getattr(world, who)).status_code == 404


@pytest.mark.redis
def test_through_redis_pages_of_every_process_hear(
    world: World, settings: LazySettings
) -> None:
    settings.REDIS_URL = os.environ["TEST_REDIS_URL"]

    async def scenario(hub: Hub) -> None:
        page = join(hub, world.employer)
        moved: list[str] = []
        for _try in range(50):  # the subscription takes a moment
            live.publish(world.project, "passage", Room.CAUCUS)
            live.publish(world.project, "answer", Room.SHARED)
            moved = await page.wait(0.1)
            if moved:
                break
        hub.leave(page)
        assert moved == [f"{world.project.pk} answer"]

    in_a_loop(scenario)
