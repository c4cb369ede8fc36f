"""What the pages of the account say when there is little to say."""

import re

from django.urls import reverse

from tests.factories import World
from tests.projects.sheets import client_of


def page_of(world: World, name: str) -> str:
    return client_of(world.secretary).get(reverse(name)).content.decode()


def test_the_tab_of_the_sessions_names_them(world: World) -> None:
    page = page_of(world, "usersessions_list")
    [title] = re.findall(r"<title>(.*?)</title>", page)
    assert title == "Mes sessions ouvertes · Navette"


def test_no_heading_stands_over_no_service(world: World) -> None:
    page = page_of(world, "socialaccount_connections")
    assert "Aucun service extérieur n’est proposé" in page
    assert "Relier un autre service" not in page


def test_an_address_may_be_cut_after_its_at(world: World) -> None:
    name, domain = world.secretary.user.email.split("@")
    assert f"{name}@<wbr>{domain}" in page_of(world, "projects:profile")


def test_a_long_title_is_smaller_and_a_thousand_is_spaced(world: World) -> None:
    world.project.title, world.project.people_count = "Planning " * 12, 4000
    world.project.save()
    page = client_of(world.secretary).get(world.project.get_absolute_url())
    html = page.content.decode()
    assert '<h1 class="long">' in html
    assert "4\u00a0000 personnes touchées" in html
    world.project.title = "Planning"
    world.project.save()
    page = client_of(world.secretary).get(world.project.get_absolute_url())
    assert "<h1>Planning</h1>" in page.content.decode()
