"""« Le droit dans Navette »: every rule, for anybody, without a cookie."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from agreements.books import CHAPTERS as AGREEMENTS
from agreements.views.law import versions
from dialogue.law.books import CHAPTERS, RULES
from dialogue.law.books.case_law import DECISIONS
from dialogue.law.books.unverified import OPEN_QUESTIONS
from projects.templatetags.due import why
from projects.templatetags.ui import french
from tests.factories import World

URL = "/outils/droit/"


@pytest.fixture
def page(db: None) -> str:
    return Client().get(URL).text


def item(page: str, rule_id: str) -> str:
    found = re.search(rf'<li class="row-item" id="{rule_id}">(.*?)</li>', page, re.S)
    assert found is not None
    return found[1]


def test_every_rule_and_every_decision_has_its_anchor_in_the_order_of_the_book(
    page: str,
) -> None:
    rules = [rule.id for part in [*CHAPTERS, *AGREEMENTS] for rule in part.rules]
    decisions = [decision.id for decision in DECISIONS]
    assert re.findall(r'<li class="row-item" id="([^"]+)"', page) == rules + decisions


def test_every_anchor_leads_somewhere_on_the_page(page: str) -> None:
    targets = re.findall(r'\bid="([^"]+)"', page)
    assert len(targets) == len(set(targets))
    assert set(re.findall(r'href="#([^"]+)"', page)) - set(targets) == set()


@pytest.mark.parametrize("rule_id", ["A-07", "A-07b", "B-04", "E-11"])
def test_a_rule_is_shown_with_all_that_makes_it_checkable(
    page: str, rule_id: str
) -> None:
    rule = RULES[rule_id]
    shown = item(page, rule_id)
    parts = (
        french(rule.sentence),
        french(rule.article),
        f"{rule.confidence.value} · {rule.confidence.label}",
        f'href="{rule.source}"',
    )
    assert [part for part in parts if part not in shown] == []


def test_a_rule_that_changed_is_shown_with_its_days(page: str) -> None:
    shown = item(page, "E-02f")
    assert "depuis le 27 juillet 2026" in shown
    assert "du 1er août 2024 au 26 juillet 2026" in shown
    assert "jusqu’au 31 décembre 2019" in item(page, "B-02")


def test_versions_follow_each_other_without_a_hole() -> None:
    found = versions(RULES["E-02f"])
    assert [(row.rule.since, row.until) for row in found] == [
        (date(2026, 7, 27), None),
        (date(2024, 8, 1), date(2026, 7, 26)),
    ]


def test_the_page_says_what_it_is_not_and_what_it_does_not_know(page: str) -> None:
    assert "Ce n’est pas un conseil juridique." in page
    assert "Droit vérifié au 20 novembre 2026" in page
    assert [q for q in OPEN_QUESTIONS if french(q) not in page] == []


def test_a_decision_without_an_address_says_so(page: str) -> None:
    assert "adresse de la source non conservée" in item(page, "F-07")


def test_the_page_is_the_same_for_all_and_may_be_kept(world: World) -> None:
    signed_in = Client()
    signed_in.force_login(world.secretary.user)
    anonymous = Client()
    first, second = anonymous.get(URL), signed_in.get(URL)
    assert first.content == second.content
    assert "Cookie" not in first.headers.get("Vary", "")
    assert not first.cookies
    assert not second.cookies
    assert re.fullmatch(r"(max-age=\d+|public|, )+", first["Cache-Control"])
    again = anonymous.get(URL, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_asks_the_database_nothing(
    world: World, django_assert_num_queries
) -> None:
    client = Client()
    client.force_login(world.secretary.user)
    client.get(URL)
    with django_assert_num_queries(0):
        assert client.get(URL).status_code == 200


def test_the_fold_of_a_date_leads_to_its_rule() -> None:
    link = f'<a href="{reverse("agreements:law")}#A-07">A-07</a>'
    assert link in why("Un mois.", rule="A-07")
    assert "<a " not in why("Un mois.", article="L. 2312-16")


def test_the_foot_of_a_page_leads_to_the_law(page: str) -> None:
    foot = page[page.index("<footer") :]
    assert f'<a href="{URL}">Le droit dans Navette</a>' in foot
