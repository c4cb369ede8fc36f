"""Redis is away: people sign in, acts are kept, and tries stay counted."""

from time import monotonic

import pytest
from celery import Celery
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from projects import cache as cache_module
from projects import claims
from projects.enums import JobState
from projects.models import Mail
from tests.factories import World
from tests.projects.test_accounts import LOGIN, make_account, reset, sign_in
from tools import servers


@pytest.fixture(autouse=True)
def redis_away(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache, broker and live channel at a port where nothing listens."""
    address = f"redis://:secret@127.0.0.1:{servers.free_port()}/0"
    monkeypatch.setattr(cache_module, "_away_until", 0.0)
    monkeypatch.setattr(claims, "_away_until", 0.0)
    broker = Celery("away", broker=address, set_as_current=False)
    broker.conf.broker_transport_options = settings.REDIS_BROKER_OPTIONS
    monkeypatch.setattr(claims, "current_app", broker)
    settings.REDIS_URL = address
    settings.CACHES = {
        "default": {
            "BACKEND": "projects.cache.RedisOrMemoryCache",
            "LOCATION": address,
            "OPTIONS": settings.REDIS_CACHE_OPTIONS,
        }
    }
    cache.clear()


def test_a_member_signs_in_and_reads_their_week(world: World) -> None:
    member = make_account(world)
    before = monotonic()
    client, led_to = sign_in("ines@example.org")
    assert led_to == "/"
    assert client.session["_auth_user_id"] == str(member.user_id)
    assert client.get("/").status_code == 200
    assert monotonic() - before < 3


def test_failures_are_still_limited(world: World) -> None:
    make_account(world)
    data = {"login": "ines@example.org", "password": "faux" * 4}
    pages = [Client().post(LOGIN, data).content.decode() for _number in range(6)]
    assert ["Trop de tentatives" in page for page in pages] == [False] * 5 + [True]


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_for_waits_in_the_database(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    make_account(world)
    before = monotonic()
    reset("ines@example.org")
    assert monotonic() - before < 2
    assert Mail.objects.get().state == JobState.WAITING
    assert "No worker was woken for projects.send_mail" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_page_that_lives_still_answers(world: World) -> None:
    client = Client()
    client.force_login(world.secretary.user)
    project = [world.project.pk]
    place = "?place=shared:fiche"
    assert client.get(reverse("projects:moved", args=project)).status_code == 200
    there = client.post(reverse("projects:presence", args=project) + place)
    assert there.status_code == 200
    other = Client()
    other.force_login(world.elected.user)
    page = other.post(reverse("projects:presence", args=project) + place)
    assert str(world.secretary) in page.content.decode()


def test_the_memory_answers_as_redis_does() -> None:
    cache.set("one", [1])
    assert cache.get("one") == [1]
    assert not cache.add("one", 2)
    assert cache.add("two", 2)
    assert cache.get_many(["one", "two", "three"]) == {"one": [1], "two": 2}
    assert cache.incr("two") == 3
    assert cache.touch("two", 60)
    assert "two" in cache
    assert cache.set_many({"three": 3}) == []
    cache.delete_many(["three"])
    assert cache.delete("two")
    assert cache.get("two", "gone") == "gone"
