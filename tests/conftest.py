"""What every test shares: on_commit effects run, nothing leaves the machine."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from projects import health
from projects.middleware import FirstRunMiddleware
from tests.factories import World, make_world


@pytest.fixture(autouse=True)
def own_data_dir(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """Each test writes its files in its own folder and starts with an empty cache."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    cache.clear()
    # Whether anybody has an account is asked once in the life of a process.
    FirstRunMiddleware.installed = True
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def young_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of a whole run is old, and /sante asks an old one for its sweep."""
    monkeypatch.setattr(health, "_started", monotonic())


@pytest.fixture
def world(db: None) -> World:
    """One CSE with a secretary, an elected member, guests, and a project; and another
    CSE whose people and project must never be seen from the first one."""
    return make_world()


@pytest.fixture
def secretary_client(world: World) -> Client:
    client = Client()
    client.force_login(world.secretary.user)
    return client
