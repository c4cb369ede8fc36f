"""The container files describe what runs natively, closed by default."""

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.test_launcher import settings_read
from tools import deployment_secrets, embedded, processes

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
APP = ("migrate", "web", "live", "worker", "beat")


def sources(service, kind):
    """Left-hand names of a service's short-syntax volumes."""
    return {entry.split(":")[0] for entry in SERVICES[service].get(kind, [])}


def test_every_process_of_navette_has_its_service_and_nothing_else():
    assert set(SERVICES) == {*APP, "proxy", "db", "redis", "mail"}


def test_services_run_the_commands_that_are_started_natively():
    native = {"migrate": processes.PREPARE, **processes.production()}
    assert {name: SERVICES[name]["command"] for name in APP} == native


def test_the_image_alone_serves_the_pages():
    stage = DOCKERFILE.split(" AS app")[1].split("\nFROM ")[0]
    command = json.loads(re.search(r"^CMD (.+)$", stage, re.MULTILINE)[1])
    assert command == processes.production()["web"]


@pytest.mark.parametrize("name", APP)
def test_a_service_is_given_every_variable_but_the_one_for_developers(name):
    given = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]}
    assert settings_read()[1] - given == set()
    assert given == set(embedded.SETTINGS) - {"DEBUG"}


@pytest.mark.parametrize("name", APP)
def test_navette_uses_postgresql_and_redis_with_secrets_kept_in_files(name):
    variables = SERVICES[name]["environment"]
    files = {key: value for key, value in variables.items() if key.endswith("_FILE")}
    assert files == {
        "SECRET_KEY_FILE": "/run/secrets/secret_key",
        "FIELD_KEYS_FILE": "/run/secrets/field_keys",
        "DATABASE_URL_FILE": "/run/secrets/database_url",
        "REDIS_URL_FILE": "/run/secrets/redis_url",
    }
    assert [key for key in ("SECRET_KEY", "DATABASE_URL") if key in variables] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_unprivileged_and_cannot_write_its_own_files(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] in {"10001:10001", "postgres", "redis"}
    assert [
        key
        for key in ("privileged", "cap_add", "network_mode", "pid", "ipc")
        if key in service
    ] == []


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_stays_up_and_says_how_it_is(name):
    if name == "migrate":
        assert SERVICES[name]["restart"] == "no"
    else:
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_every_volume_network_and_secret_is_declared_and_used():
    for kind in ("volumes", "networks", "secrets"):
        used = set().union(*(sources(name, kind) for name in SERVICES))
        assert used == set(COMPOSE[kind])


def test_every_secret_is_written_by_make_secrets():
    files = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert files == set(deployment_secrets.new_secrets())


def test_databases_cannot_be_reached_from_outside():
    assert COMPOSE["networks"]["data"] == {"internal": True}
    for name in ("db", "redis"):
        assert SERVICES[name]["networks"] == ["data"]
        assert "ports" not in SERVICES[name]


def test_only_the_proxy_is_open_to_the_network():
    opened = {
        name: entry["ports"] for name, entry in SERVICES.items() if "ports" in entry
    }
    assert set(opened) == {"proxy", "mail"}
    assert opened["mail"] == ["127.0.0.1:8025:8025"]


def test_redis_asks_for_a_password_keeps_messages_and_never_drops_one():
    command = SERVICES["redis"]["command"]
    assert command[:2] == ["redis-server", "/run/secrets/redis_password"]
    options = dict(zip(command[2::2], command[3::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"


def test_processes_start_after_the_database_was_prepared():
    for name in ("web", "live", "worker", "beat"):
        assert SERVICES[name]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "redis": {"condition": "service_healthy"},
        }
    assert SERVICES["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_the_proxy_sends_live_pages_to_the_live_process_and_the_rest_to_the_pages():
    upstreams = re.findall(
        r"handle( \S+)? \{\s+reverse_proxy \{\$\w+:(\S+)\}", CADDYFILE
    )
    assert upstreams == [
        (" /direct/*", f"live:{processes.LIVE_PORT}"),
        ("", f"web:{processes.WEB_PORT}"),
    ]


def test_images_are_named_with_a_version():
    images = [entry["image"] for entry in SERVICES.values()]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert [
        image for image in images if ":" not in image or image.endswith(":latest")
    ] == []


def test_the_final_image_does_not_run_as_root():
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert users == ["10001:10001", "10001:10001"]


def test_no_secret_and_no_data_enters_the_image():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", ".env.*", "var", "deploy", ".git"} - set(ignored) == set()


def test_every_variable_of_the_example_file_is_read_by_compose():
    example = (ROOT / "deploy" / "env.example").read_text()
    offered = set(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE))
    text = (ROOT / "docker-compose.yml").read_text()
    assert offered - set(re.findall(r"\$\{([A-Z_]+):-", text)) == set()


def test_the_operations_guide_explains_every_variable():
    guide = (ROOT / "docs" / "exploitation.md").read_text()
    rows = re.findall(r"^\| (`[A-Z].*?) \|", guide, re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert set(embedded.SETTINGS) - explained == set()
