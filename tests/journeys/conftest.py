import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.site import Site, demo_site, embedded_site, production_site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["TEST_CHROMIUM"], args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, played once for every test that looks at it."""
    with demo_site(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(params=["embedded-390", "production-1280"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Site, int]]:
    kind, _dash, width = request.param.partition("-")
    site = embedded_site(tmp_path) if kind == "embedded" else production_site()
    with site as running:
        yield running, int(width)
