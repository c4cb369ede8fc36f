"""Rows of another organisation do not exist under one's own project (AC-03).

Generated from the URLconf: every route that names a project and something inside it
is asked with one's own project and the other one's row.
"""

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.matrix.routes import ROUTES
from tests.matrix.rows import make_rows
from tests.test_permission_matrix import METHODS, routes

PROJECT = "project_id"
ARGUMENTS = {name: found for name, found in routes() if name in ROUTES}
INSIDE = sorted(
    (name, argument)
    for name, found in ARGUMENTS.items()
    for argument in found
    if PROJECT in found and argument != PROJECT and argument.endswith("_id")
)
# The same for what hangs on the organisation rather than on a project.
UNDER_ORGANISATION = sorted(
    (name, argument)
    for name, found in ARGUMENTS.items()
    for argument in found
    if "organisation_id" in found
    and argument != "organisation_id"
    and argument.endswith("_id")
)
ALONE = sorted(
    (name, argument)
    for name, found in ARGUMENTS.items()
    for argument in found
    if len(found) == 1 and argument.endswith("_id")
)


def elsewhere(world: World) -> World:
    """The other organisation, seen as the ground for the same rows."""
    project = world.other_project
    return replace(
        world,
        organisation=project.organisation,
        workplace=project.workplace,
        project=project,
        secretary=world.outsider,
        elected=world.outsider,
        employer=world.outsider,
    )


def body_of(response: HttpResponse, row: UUID | int) -> str:
    """The page, less what differs at each request: the row of its address, the token.

    A page that only takes forms leads to the one above it, whose address it shares.
    """
    text = response.content.decode().replace(f"/{row}/", "/…/")
    return re.sub(r'csrfmiddlewaretoken" value="\w+|X-CSRFToken": "\w+', "", text)


def unknown(row: UUID | int) -> UUID | int:
    """An id of the same kind that no row has."""
    return row + 10_000 if isinstance(row, int) else uuid4()


@pytest.mark.parametrize(("name", "argument"), [*INSIDE, *UNDER_ORGANISATION, *ALONE])
def test_a_foreign_row_is_answered_like_an_unknown_one(
    world: World, name: str, argument: str
) -> None:
    own = make_rows(world)
    foreign = make_rows(elsewhere(world), token="jeton-d-ailleurs")
    values = {key: own[key] for key in ARGUMENTS[name]}
    client = Client()
    client.force_login(world.secretary.user)
    for method in METHODS:
        answers = []
        for row in (foreign[argument], unknown(foreign[argument])):
            url = reverse(name, kwargs={**values, argument: row})
            response = client.generic(method, url)
            answers.append((response.status_code, body_of(response, row)))
        refused = ROUTES[name][METHODS.index(method)][3] == "M"
        assert [status for status, _body in answers] == [405 if refused else 404] * 2
        assert answers[0] == answers[1]


def test_every_route_inside_a_project_is_asked() -> None:
    assert {name for name, _argument in INSIDE} == {
        name
        for name, found in ARGUMENTS.items()
        if PROJECT in found
        and any(one.endswith("_id") and one != PROJECT for one in found)
    }
    assert len(INSIDE) >= 40
