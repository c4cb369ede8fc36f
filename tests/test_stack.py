"""The production processes together, as docker-compose.yml describes them."""

import json
import urllib.error
import urllib.request

import pytest

from tools import postgresql, servers, stack

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def running():
    with stack.production(
        postgresql.find(), servers.find_redis(), stack.find_proxy(), DEMO="1"
    ) as production:
        yield production


def fetch(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read()


def test_health_is_told_by_pages_and_live_process_alike(running):
    for address in (running.url, running.live_url):
        _status, headers, body = fetch(address + "/sante")
        assert headers["Content-Type"].split(";")[0] == "application/json"
        assert isinstance(json.loads(body), dict)


def test_the_login_page_comes_through_the_proxy_without_naming_a_server(running):
    status, headers, _body = fetch(running.url)
    assert status == 200
    assert headers["Server"] is None


def test_every_process_is_alive(running):
    names = [child.name for child in running.supervisor.children]
    assert names == ["web", "live", "worker", "beat", "proxy"]
    assert running.supervisor.first_dead() is None
