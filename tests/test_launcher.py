"""How Navette finds a Python, prepares an installation and stops its processes."""

import ast
import importlib.metadata
import io
import json
import os
import re
import signal
import socket
import stat
import sys
import time
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import (
    deployment_secrets,
    embedded,
    environment,
    interpreter,
    probe,
    processes,
    run_tests,
    start,
    unchanged,
)
from tools.interpreter import Interpreter
from tools.postgresql import PostgreSQL
from tools.supervisor import AlarmFilter, Supervisor

ROOT = Path(__file__).resolve().parent.parent


# ---- which Python ---------------------------------------------------------------
def test_the_tested_python_is_preferred_to_newer_and_older_ones():
    found = [
        Interpreter("/a", (3, 11), True),
        Interpreter("/b", (3, 15), True),
        Interpreter("/c", (3, 12), True),
        Interpreter("/d", (3, 13), True),
        None,
    ]
    assert interpreter.choose(found).path == "/d"


def test_a_python_that_cannot_make_environments_is_the_last_resort():
    found = [Interpreter("/a", (3, 13), False), Interpreter("/b", (3, 14), True)]
    assert interpreter.choose(found).path == "/b"


def test_no_python_is_chosen_when_all_are_too_old():
    found = [Interpreter("/a", (3, 11), True), Interpreter("/b", (2, 7), True)]
    assert interpreter.choose(found) is None


def test_pyenv_is_searched_through_its_shims_even_with_another_home(tmp_path):
    binary = tmp_path / "pyenv" / "versions" / "3.13.0" / "bin" / "python3"
    binary.parent.mkdir(parents=True)
    binary.touch()
    variables = {"PATH": f"{tmp_path}/pyenv/shims", "HOME": "/nonexistent"}
    assert interpreter.candidates(variables, "/current") == ["/current", str(binary)]


def test_uv_is_asked_when_nothing_else_is_recent_enough(tmp_path):
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\necho /kept/by/uv\n")
    uv.chmod(0o755)
    known = {
        "/old": Interpreter("/old", (3, 9), True),
        "/kept/by/uv": Interpreter("/kept/by/uv", (3, 13), True),
    }
    found = interpreter.find(
        {"PATH": str(tmp_path)}, "/old", lambda path, _variables: known.get(path)
    )
    assert found == known["/kept/by/uv"]


def test_an_interpreter_tells_its_version_and_real_path():
    found = interpreter.ask(sys.executable, os.environ)
    assert found == Interpreter(sys.executable, sys.version_info[:2], True)


def test_a_program_that_is_not_python_is_not_an_interpreter():
    assert interpreter.ask("/bin/true", os.environ) is None


# ---- what is installed ----------------------------------------------------------
def make_venv(folder, target):
    (folder / "bin").mkdir()
    (folder / "bin" / "python").touch()
    stamp = folder / "navette.json"
    stamp.write_text(json.dumps(target))
    return stamp


def test_an_installation_is_ready_until_its_requirements_change(tmp_path):
    stamp = make_venv(tmp_path, {"run": "a", "dev": "b"})
    assert environment.is_ready(stamp, tmp_path, {"run": "a"})
    assert environment.is_ready(stamp, tmp_path, {"run": "a", "dev": "b"})
    assert not environment.is_ready(stamp, tmp_path, {"run": "c"})


def test_an_installation_without_the_development_tools_is_not_ready_for_tests(
    tmp_path,
):
    stamp = make_venv(tmp_path, {"run": "a"})
    assert not environment.is_ready(stamp, tmp_path, {"run": "a", "dev": "b"})


def test_an_installation_is_not_ready_once_its_python_was_removed(tmp_path):
    stamp = make_venv(tmp_path, {"run": "a"})
    (tmp_path / "bin" / "python").unlink()
    (tmp_path / "bin" / "python").symlink_to("/nonexistent/python3.13")
    assert not environment.is_ready(stamp, tmp_path, {"run": "a"})


def pins(path):
    return set(re.findall(r"^([\w.-]+==\S+)", path.read_text(), re.MULTILINE))


def test_the_development_requirements_hold_every_pin_of_the_others():
    run, dev = environment.REQUIREMENTS["run"], environment.REQUIREMENTS["dev"]
    assert pins(run) - pins(dev) == set()


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_requirements_name_no_address_and_no_folder(kind):
    lines = environment.REQUIREMENTS[kind].read_text().splitlines()
    allowed = re.compile(
        r"[\w.-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|(# [^/]+)?"
    )
    assert [line for line in lines if not allowed.fullmatch(line)] == []


#: Every extra by which one package of the list may ask for another.
EXTRAS = {
    extra
    for installed in importlib.metadata.distributions()
    for extra in installed.metadata.get_all("Provides-Extra") or ()
}


@cache
def needed_on(python):
    """Names that the installed packages ask for on that Python, or Navette itself."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for installed in importlib.metadata.distributions():
        asked += installed.requires or []
    wanted = map(Requirement, asked)
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    return {
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None
        or any(one.marker.evaluate({**here, "extra": extra}) for extra in EXTRAS | {""})
    }


@pytest.mark.parametrize("python", ["3.12", "3.13"])
def test_a_pin_that_one_python_does_not_ask_for_says_so(python):
    here = {"python_version": python}
    for line in re.findall(
        r"^([\w.-]+==.+) \\$", environment.REQUIREMENTS["dev"].read_text(), re.MULTILINE
    ):
        pin = Requirement(line)
        installed = pin.marker is None or pin.marker.evaluate(here)
        assert not installed or canonicalize_name(pin.name) in needed_on(python), line


def test_a_library_that_does_not_load_is_named(monkeypatch):
    assert environment.missing_libraries() == []
    monkeypatch.setitem(environment.LIBRARIES, "libnavette-absente.so.0", "absente")
    assert environment.missing_libraries() == ["absente"]


# ---- one installation -----------------------------------------------------------
def test_generated_secrets_are_kept_and_closed_to_others(tmp_path):
    (tmp_path / "secrets").mkdir()
    first = embedded.embedded_environment({}, 8000, tmp_path)
    key = Path(first["SECRET_KEY_FILE"])
    content = key.read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(content) > 50
    embedded.embedded_environment({}, 8000, tmp_path)
    assert key.read_text() == content


def test_what_the_person_sets_is_kept(tmp_path):
    (tmp_path / "secrets").mkdir()
    given = {"DEMO": "0", "SECRET_KEY": "x", "FIELD_KEYS_FILE": "/k", "BASE_URL": "u"}
    made = embedded.embedded_environment(given, 8000, tmp_path)
    assert {name: made[name] for name in given} == given
    assert list((tmp_path / "secrets").iterdir()) == []


#: The settings and their parts, which say which variables they read.
SETTINGS = [
    ROOT / "config" / f"{n}.py" for n in ("settings", "site", "accounts", "work")
]


def settings_read(paths=SETTINGS):
    """Variable names that settings read, and those that nothing replaces."""
    names, optional = set(), set()
    calls = (
        node
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    for node in calls:
        if node.func.id.startswith("env_"):
            name, *defaults = node.args
            names.add(name.value)
            if defaults and getattr(defaults[0], "value", "") is not None:
                optional.add(name.value)
    # Those of OpenID Connect are read together, when OIDC_SERVER_URL is there.
    optional |= {name for name in names if name.startswith("OIDC_")}
    return names, names - optional


def test_the_launchers_know_every_variable_that_the_settings_read():
    assert set(embedded.SETTINGS) == settings_read()[0]


def test_the_embedded_environment_gives_every_variable_without_a_default(tmp_path):
    (tmp_path / "secrets").mkdir()
    made = embedded.embedded_environment({}, 8000, tmp_path)
    given = {name.removesuffix("_FILE") for name in made}
    assert settings_read()[1] - given == set()


def test_settings_of_another_installation_do_not_reach_the_tests():
    held = {"DATABASE_URL": "postgres://x", "SECRET_KEY_FILE": "/k", "LANG": "fr"}
    assert embedded.without_settings(held) == {"LANG": "fr"}


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_stops_with_a_sentence(text, capsys):
    with pytest.raises(SystemExit):
        embedded.read_port({"PORT": text})
    assert f"PORT doit être un nombre de 1 à 65535, et non « {text} »." in (
        capsys.readouterr().err
    )


def test_a_taken_port_stops_with_a_sentence(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit):
            embedded.refuse_taken_port(port)
    assert f"make run PORT={port + 1}" in capsys.readouterr().err


def test_one_data_folder_serves_one_navette_at_a_time(tmp_path, capsys):
    with embedded.lock(tmp_path), pytest.raises(SystemExit):
        embedded.lock(tmp_path)
    assert "Navette tourne déjà" in capsys.readouterr().err
    embedded.lock(tmp_path).close()


def test_deployment_secrets_agree_with_each_other():
    made = deployment_secrets.new_secrets()
    password = made["database_password"]
    assert made["database_url"] == f"postgres://navette:{password}@db:5432/navette"
    word = made["redis_password"].removeprefix("requirepass ")
    assert made["redis_url"] == f"redis://:{word}@redis:6379/0"


# ---- processes ------------------------------------------------------------------
def wait_for(condition, seconds=10):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def make_supervisor(tmp_path):
    return Supervisor(os.environ, tmp_path, tmp_path / "log")


def test_stopping_ends_a_process_and_what_it_started(tmp_path):
    supervisor = make_supervisor(tmp_path)
    code = "(while :; do echo >> pulse; sleep 0.02; done) & wait"
    child = supervisor.start("web", ["sh", "-c", code])
    pulse = tmp_path / "pulse"
    wait_for(pulse.exists)
    supervisor.stop()
    assert child.process.returncode == -signal.SIGTERM
    beats = pulse.stat().st_size
    time.sleep(0.2)
    assert pulse.stat().st_size == beats


def test_a_process_that_ignores_the_request_is_killed(tmp_path):
    supervisor = make_supervisor(tmp_path)
    code = "trap '' TERM; echo ready; while :; do sleep 0.1; done"
    child = supervisor.start("web", ["sh", "-c", code])
    wait_for(lambda: child.last_lines)
    supervisor.stop(patience=0.2)
    assert child.process.returncode == -signal.SIGKILL


def test_a_dead_process_is_named_with_its_last_words(tmp_path, capsys):
    supervisor = make_supervisor(tmp_path)
    child = supervisor.start("worker", ["sh", "-c", "echo plus de place; exit 3"])
    child.process.wait()
    with pytest.raises(SystemExit):
        start.refuse_dead_child(supervisor)
    said = capsys.readouterr()
    assert said.out == "plus de place\n"
    assert "Le processus « worker » s’est arrêté (code 3)." in said.err
    supervisor.stop()


def test_output_goes_to_the_log_and_only_alarms_to_the_terminal(tmp_path, capsys):
    supervisor = make_supervisor(tmp_path)
    child = supervisor.start("web", ["sh", "-c", "echo calme; echo ERROR grave"])
    wait_for(lambda: len(child.last_lines) == 2)
    supervisor.stop()
    assert (tmp_path / "log" / "web.log").read_text() == "calme\nERROR grave\n"
    assert capsys.readouterr().out == "[web] ERROR grave\n"


def test_a_traceback_is_shown_to_its_last_line_and_nothing_after():
    lines = io.StringIO(
        "calme\nTraceback (most recent call last):\n  File x\n    y\n"
        "ValueError: z\ncalme\nWARNING w\ncalme\n"
    ).readlines()
    shown = [line.strip() for line in filter(AlarmFilter(), lines)]
    assert shown == [
        "Traceback (most recent call last):",
        "File x",
        "y",
        "ValueError: z",
        "WARNING w",
    ]


def test_programs_are_taken_from_the_environment_of_the_project():
    command = processes.in_environment(["celery", "beat"], Path("/venv"))
    assert command == ["/venv/bin/celery", "beat"]


def test_a_file_that_nothing_writes_any_more_is_not_fresh(tmp_path):
    written = tmp_path / "schedule"
    written.touch()
    assert probe.is_fresh(str(written), "60")
    os.utime(written, (1, 1))
    assert not probe.is_fresh(str(written), "60")
    assert not probe.is_fresh(str(tmp_path / "absent"), "60")


# ---- which tests run ------------------------------------------------------------
def test_every_test_runs_where_everything_is_installed():
    database = PostgreSQL(Path("/bin"), "17.2", bundled=False)
    found = run_tests.Found(database, "/redis", "/chromium", "/caddy", "/hunspell")
    assert found.missing() == []
    assert run_tests.markers(found, on_postgresql=True) == "not stack"
    assert run_tests.markers(found, on_postgresql=False) == "not stack and not postgres"


def test_tests_that_need_what_is_missing_are_left_out_and_named():
    found = run_tests.Found(None, None, None, None, None)
    assert found.missing() == [
        *("PostgreSQL", "Redis", "Chromium", "Caddy", "hunspell")
    ]
    assert run_tests.markers(found, on_postgresql=True) == (
        "not stack and not redis and not browser and not spelling"
    )


# ---- a second start -------------------------------------------------------------
def make_prepared(tmp_path):
    """A tree of sources and the data folder that its preparation left."""
    root, data = tmp_path / "root", tmp_path / "root" / "var"
    for path in (
        *(root / "projects" / "migrations" / "0001_initial.py", root / "manage.py"),
        *(root / "static" / "css" / "navette.css", root / "requirements.txt"),
        *(data / name for name in unchanged.WRITTEN),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    unchanged.note({"DEMO": "1"}, data, unchanged.sources(root))
    return root, data


def test_an_installation_left_alone_is_recognised(tmp_path):
    root, data = make_prepared(tmp_path)
    (data / "navette.sqlite3").write_text("what people wrote")
    (data / "media").mkdir()
    (root / "projects" / "__pycache__").mkdir()
    assert unchanged.was_prepared({"DEMO": "1"}, data, unchanged.sources(root))


@pytest.mark.parametrize(
    "changed",
    [
        "projects/migrations/0002_more.py",
        "projects/migrations/0001_initial.py",
        "static/css/navette.css",
        "static/js/new.js",
        "requirements.txt",
    ],
)
def test_a_source_that_changed_is_prepared_first(tmp_path, changed):
    root, data = make_prepared(tmp_path)
    path = root / changed
    path.parent.mkdir(exist_ok=True)
    path.write_text("another length")
    assert not unchanged.was_prepared({"DEMO": "1"}, data, unchanged.sources(root))


@pytest.mark.parametrize("removed", unchanged.WRITTEN)
def test_what_the_preparation_wrote_is_missed_and_recognised_when_replaced(
    tmp_path, removed
):
    root, data = make_prepared(tmp_path)
    (data / removed).rename(tmp_path / "kept")
    assert not unchanged.was_prepared({"DEMO": "1"}, data, unchanged.sources(root))
    (data / removed).write_text("x")
    assert not unchanged.was_prepared({"DEMO": "1"}, data, unchanged.sources(root))
    (tmp_path / "kept").replace(data / removed)
    assert unchanged.was_prepared({"DEMO": "1"}, data, unchanged.sources(root))


def test_another_database_or_demo_is_prepared_first(tmp_path):
    root, data = make_prepared(tmp_path)
    assert not unchanged.was_prepared({"DEMO": "0"}, data, unchanged.sources(root))
    postgresql = {"DEMO": "1", "DATABASE_URL": "postgres://x"}
    assert not unchanged.was_prepared(postgresql, data, unchanged.sources(root))


def test_nothing_is_recognised_before_the_first_preparation(tmp_path):
    assert not unchanged.was_prepared({}, tmp_path, "seen")
    unchanged.note({}, tmp_path, "seen")
    assert not unchanged.was_prepared({}, tmp_path, "seen")


@pytest.mark.parametrize(
    ("was_prepared", "order"),
    [
        (True, ["pages", "prepare", "worker"]),
        (False, ["prepare", "pages", "worker"]),
    ],
)
def test_pages_wait_for_a_preparation_that_has_something_to_do(
    tmp_path, monkeypatch, was_prepared, order
):
    started = []
    supervisor = make_supervisor(tmp_path)
    monkeypatch.setattr(
        supervisor, "start", lambda name, _command: started.append(name)
    )
    monkeypatch.setattr(start, "prepare", lambda _env: started.append("prepare"))
    monkeypatch.setattr(start.unchanged, "was_prepared", lambda *_: was_prepared)
    start.begin(supervisor, 8000, tmp_path)
    assert started == order
