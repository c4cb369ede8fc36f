"""A running installation and the people who use it through a real browser."""

import email
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy
from pathlib import Path

from playwright.sync_api import Browser, Page

from tools import embedded, postgresql, servers, stack
from tools.environment import ROOT

AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")
PASSWORD = "navette-essai-2026"


@dataclass
class Site:
    url: str
    data_dir: Path
    words: str

    @property
    def code(self) -> str:
        found = re.search(r"\b(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}\b", self.words)
        assert found, self.words
        return found.group(0)

    def mails(self, to: str) -> list[str]:
        """Texts of the mails sent to an address, oldest first."""
        texts = []
        for path in sorted((self.data_dir / "mail").glob("*")):
            message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            if to in str(message["To"]) and body is not None:
                texts.append(f"{message['Subject']}\n{body.get_content()}")
        return texts


@contextmanager
def embedded_site(folder: Path) -> Iterator[Site]:
    """`make run` as it is, in an empty folder: SQLite, no Redis."""
    port = servers.free_port()
    environment = {
        **embedded.without_settings(os.environ),
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "DEMO": "0",
        "MFA_REQUIRED": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.start"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    emptied = threading.Thread(target=process.stdout.read, daemon=True)
    words = ""
    try:
        for line in process.stdout:
            words += line
            if "Ctrl-C" in line:
                break
        # Logs go on: a pipe that nobody empties would stop the server once full.
        emptied.start()
        yield Site(f"http://localhost:{port}", folder, words)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
        if emptied.ident is not None:
            emptied.join()
        process.stdout.close()


@contextmanager
def demo_site(folder: Path) -> Iterator[Site]:
    """The play, put in an installation that runs: nothing else is special."""
    with embedded_site(folder) as running:
        port = int(running.url.rpartition(":")[2])
        base = {**embedded.without_settings(os.environ), "DEMO": "0"}
        subprocess.run(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env=embedded.embedded_environment(base, port, running.data_dir),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield running


@contextmanager
def production_site() -> Iterator[Site]:
    """The processes of docker-compose.yml: PostgreSQL, Redis and the proxy."""
    database, redis, proxy = (
        postgresql.find(),
        servers.find_redis(),
        stack.find_proxy(),
    )
    assert database is not None
    assert redis is not None
    assert proxy is not None
    with stack.production(
        database, redis, proxy, DEMO="0", MFA_REQUIRED="0"
    ) as running:
        yield Site(running.url, Path(running.environment["DATA_DIR"]), running.words)


class Person:
    """Somebody at their own screen. Every page they open is checked by axe."""

    def __init__(self, browser: Browser, site: Site, width: int) -> None:
        self.site = site
        self.errors: list[str] = []
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            base_url=site.url,
            accept_downloads=True,
            # axe must not look at a dialog halfway through its fade.
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda line: (
                self.errors.append(line.text) if line.type == "error" else None
            ),
        )

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.check()

    def check(self) -> None:
        """axe finds nothing, nothing runs off the side, no script failed."""
        self.page.wait_for_load_state()
        # Playwright evaluates past the page's CSP, which stays as it is.
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run().then(r => r.violations)")
        summary = [
            (one["id"], one["nodes"][0]["target"], one["nodes"][0]["html"][:200])
            for one in found
        ]
        assert summary == [], f"{self.page.url} {summary}"
        named = self.page.evaluate(
            "[...document.querySelectorAll('[id]')].map(e => e.id)"
        )
        # axe looks at the names that something refers to, and not at all of them.
        assert sorted(named) == sorted(set(named)), self.page.url
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth > window.innerWidth"
        )
        assert not wide, f"{self.page.url} overflows"
        assert self.errors == [], self.page.url

    def fill(self, **values: str) -> None:
        """Type into the fields of the main part, by their name."""
        for name, value in values.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)

    def choose(self, **values: str) -> None:
        """Tick the radio button, or pick in the list, that has this value."""
        for name, value in values.items():
            found = self.page.locator(f"main select[name='{name}']")
            if found.count():
                found.select_option(value)
            else:
                self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def press(self, words: str) -> None:
        """Press the button or follow the link that says `words`, then look."""
        main = self.page.locator("main")
        named = main.get_by_role("button", name=words).or_(
            main.get_by_role("link", name=words)
        )
        # A file field is a button too, named after its label.
        control = named.and_(self.page.locator("button, a"))
        control.first.click()
        self.page.wait_for_load_state()
        self.check()

    def reads(self, words: str) -> None:
        found = self.page.locator("main").get_by_text(words).filter(visible=True)
        found.first.wait_for()

    def sign_in(self, address: str, password: str = PASSWORD) -> None:
        self.open("/compte/login/")
        self.fill(login=address, password=password)
        self.press("Se connecter")

    def project_path(self) -> str:
        found = re.search(r"/projets/[0-9a-f-]{36}/", self.page.url)
        assert found, self.page.url
        return found.group(0)
