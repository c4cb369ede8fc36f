"""Every route x method x actor (AC-01). A route without a line in ROUTES fails.

The rows are in tests/matrix/routes.py, one letter per actor in the order of ACTORS:
L sent to sign in, N not found, F forbidden, O let in, M method refused.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.factories import World
from tests.matrix.routes import ACCOUNT_ROUTES, ROUTES
from tests.matrix.rows import make_address

ACTORS = (
    "anonymous",
    "outsider",
    "ex_member",
    "secretary",
    "elected",
    "admin",
    "reader",
    "employer",
    "expert",
)
METHODS = ("GET", "POST")


def routes(
    resolver: URLResolver | None = None, namespace: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """Every named route with the names of its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from routes(pattern, inner)
        elif isinstance(pattern, URLPattern):
            # allauth keeps a few nameless redirects from its former addresses.
            name = pattern.name or f"compte/{pattern.pattern}"
            yield namespace + name, set(pattern.pattern.converters)


def test_every_route_is_in_the_matrix() -> None:
    found = {name for name, _arguments in routes()}
    assert found == set(ROUTES) | set(ACCOUNT_ROUTES)


def test_every_row_has_one_letter_per_actor() -> None:
    for name, row in ROUTES.items():
        assert [len(letters) for letters in row] == [len(ACTORS)] * len(METHODS), name


def letter(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith("/compte/login"):
        return "L"
    return {404: "N", 403: "F", 405: "M"}.get(response.status_code, "O")


@pytest.mark.parametrize("name", sorted(ROUTES))
@pytest.mark.parametrize("method", METHODS)
def test_each_actor_meets_the_expected_answer(
    world: World, name: str, method: str
) -> None:
    url = make_address(world, name, dict(routes())[name])
    got = ""
    for actor in ACTORS:
        # What one actor does must not open or close anything for the next one.
        with transaction.atomic():
            got += letter(ask(world, actor, method, url))
            transaction.set_rollback(True)
    assert got == ROUTES[name][METHODS.index(method)]


def ask(world: World, actor: str, method: str, url: str) -> HttpResponse:
    client = Client()
    if actor != "anonymous":
        client.force_login(getattr(world, actor).user)
    response = client.generic(method, url)
    assert response.status_code < 500
    if response.streaming:
        b"".join(response)  # reads the file to its end, which closes it
    return response


@pytest.mark.parametrize(
    "name", sorted(name for name, met in ACCOUNT_ROUTES.items() if met != "-")
)
def test_pages_of_an_account_are_closed_to_strangers(world: World, name: str) -> None:
    url = f"/{name}" if name.startswith("compte/") else reverse(name)
    assert letter(Client().get(url)) == ACCOUNT_ROUTES[name]
