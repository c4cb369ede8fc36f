"""« Ce qui est dû »: the page of the delegation, and what leads from it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from agreements.obligations import all_duties, paths
from dialogue.enums import EventKind
from dialogue.known_facts import facts_of
from dialogue.law.duty import DutyState
from dialogue.law.owed.questions import QUESTIONS
from dialogue.law.project_facts import ProjectFacts
from dialogue.phases import DIALOGUE
from projects.enums import Answer3, DueState, Instance, Phase, Regime, Use
from projects.models import InformationDue
from tests.dialogue.stories import happened, opened, sent, signed_in
from tests.factories import World
from tests.projects.sheets import client_of, text_of
from tests.test_query_counts import queries

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


def page_of(world: World) -> str:
    return reverse("agreements:duties", args=[world.project.pk])


def place(world: World, **facts: object) -> None:
    for name, value in facts.items():
        setattr(world.workplace, name, value)
    world.workplace.save()


def test_the_employer_never_sees_what_the_delegation_may_claim(world: World) -> None:
    statuses = [
        client_of(member).get(page_of(world)).status_code
        for member in (world.reader, world.employer, world.expert)
    ]
    assert statuses == [200, 404, 404]


def test_the_sheet_leads_the_delegation_to_it(world: World) -> None:
    sheet = world.project.get_absolute_url()
    link = f'href="{page_of(world)}"'
    shown = [
        link in client_of(member).get(sheet).content.decode()
        for member in (world.elected, world.employer)
    ]
    assert shown == [True, False]


def test_a_use_before_the_opinion_comes_first(world: World) -> None:
    world.project.first_use_on = date(2026, 9, 1)
    world.project.save()
    page = client_of(world.secretary).get(page_of(world))
    assert next(group["anchor"] for group in page.context["groups"]) == "retard"
    assert (
        "L’outil sert depuis le 1er septembre 2026 : un pilote en service est un "
        "usage." in text_of(page)
    )


def test_a_broken_prohibition_is_not_late(world: World) -> None:
    world.project.first_use_on = date(2026, 9, 1)
    world.project.save()
    page = client_of(world.secretary).get(page_of(world))
    [late] = [group for group in page.context["groups"] if group["anchor"] == "retard"]
    told = {row.duty.code: (row.label, row.when) for row in late["rows"]}
    assert told["avant-la-decision"] == ("non respecté", "avant la décision")
    assert told["consultation"] == ("en retard", "avant la décision")
    assert "suspension" not in told


def test_what_has_no_day_is_to_be_done_now_and_never_late(world: World) -> None:
    """The law sets no day to stop a use; of a declared phase, nobody told the day."""
    told = {}
    for used, phase in ((date(2026, 9, 1), Phase.FRAMING), (None, Phase.DEPLOYMENT)):
        world.project.first_use_on, world.project.phase = used, phase
        world.project.save()
        page = client_of(world.secretary).get(page_of(world))
        groups = {group["anchor"]: group["rows"] for group in page.context["groups"]}
        told[phase] = {row.duty.code: row.label for row in groups["sans-attendre"]}
        late = [row for row in groups["retard"] if row.label == "en retard"]
        assert [row.duty.code for row in late if row.duty.due_on is None] == []
    assert told[Phase.FRAMING] == {"suspension": "à faire maintenant"}
    assert told[Phase.DEPLOYMENT]["consultation"] == "à faire maintenant"


def test_the_checklist_tells_what_the_information_lacks(world: World) -> None:
    opened(world)
    for rank, state in enumerate((DueState.RECEIVED, DueState.MISSING)):
        InformationDue.objects.create(
            organisation=world.project.organisation,
            project=world.project,
            rank=rank,
            label="Les données",
            state=state,
            judged_on=date(2026, 9, 1),
        )
    facts = facts_of(world.project, world.secretary)
    assert (facts.information_lines, facts.information_short) == (2, 1)
    assert "insuffisantes : 1 sur 2." in text_of(
        client_of(world.secretary).get(page_of(world))
    )


def test_a_line_leads_to_its_rule_and_prepares_a_question(world: World) -> None:
    opened(world)
    page = client_of(world.secretary).get(page_of(world)).content.decode()
    ask = reverse("dialogue:question_new", args=[world.project.pk])
    assert f'{reverse("agreements:law")}#A-13"' in page
    assert f'{ask}?du=controle"' in page
    form = client_of(world.secretary).get(f"{ask}?du=controle").context["form"]
    theme, text = QUESTIONS["controle"]
    assert (form["theme"].value(), form["text"].value()) == (theme, str(text))


def test_who_may_not_ask_is_not_invited_to(world: World) -> None:
    page = text_of(client_of(world.reader).get(page_of(world)))
    assert "Préparer la question" not in page


def test_an_unknown_code_prepares_an_empty_question(world: World) -> None:
    opened(world)
    ask = reverse("dialogue:question_new", args=[world.project.pk])
    form = client_of(world.secretary).get(f"{ask}?du=rien").context["form"]
    assert form["text"].value() == ""


def test_the_grid_has_no_total(world: World) -> None:
    page = client_of(world.secretary).get(page_of(world))
    assert len(page.context["grid"]) == 7
    assert "sans note ni total" in text_of(page)


@pytest.mark.parametrize("phase", list(Phase))
def test_each_phase_has_its_advice_and_says_where_it_comes_from(
    world: World, phase: Phase
) -> None:
    world.project.phase = phase
    world.project.save()
    page = client_of(world.secretary).get(page_of(world))
    assert text_of(page).count("inspirés de la méthode APIDOR") == 1
    assert DIALOGUE[phase].source in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_many_queries_for_three_questions_as_for_one(
    world: World, rows: int
) -> None:
    sent(world, opened(world), *(f"Question {rank}" for rank in range(rows)))
    assert queries(world.secretary, page_of(world)) == 9


def test_facts_come_from_the_sheet_and_the_latest_consultation(world: World) -> None:
    world.project.uses = {"recruitment": "yes", "upgrade": "no"}
    world.project.uses_ai = Answer3.YES
    world.project.save()
    row = opened(world)
    sent(world, row, "Un", "Deux", wanted_on=date(2026, 12, 1))
    happened(world, row, EventKind.EXPERT_NAMED, date(2026, 11, 10))
    row.refresh_from_db()
    facts = facts_of(world.project, world.secretary)
    assert facts == ProjectFacts(
        regime=Regime.PRIVATE,
        instance=Instance.CSE,
        headcount=412,
        uses_ai=Answer3.YES,
        said_yes=frozenset({Use.RECRUITMENT}),
        said_no=frozenset({Use.UPGRADE}),
        information_on=date(2026, 10, 26),
        opinion_due_on=row.due_on,
        expert_named_on=date(2026, 11, 10),
        questions_sent=2,
        questions_waiting=2,
        answers_wanted_on=date(2026, 12, 1),
    )


# ---- where nobody is consulted ----------------------------------------------------
def test_a_small_structure_gets_a_path_and_no_date(world: World) -> None:
    place(world, headcount=8, instance=Instance.NONE)
    page = signed_in(world.secretary).get(page_of(world))
    assert "Aucun délai ne court ici" in text_of(page)
    assert "Ouvrir un espace de discussion" in text_of(page)


def test_a_consulted_instance_has_no_such_path(world: World) -> None:
    page = signed_in(world.secretary).get(page_of(world))
    assert "Aucun délai ne court ici" not in text_of(page)


@pytest.mark.parametrize(
    ("headcount", "instance", "rules"),
    [
        (8, "none", "A-13d A-13f E-20c E-20b D-02 D-02a"),
        (15, "none", "A-14a A-13d A-13f E-20c E-20b D-02 D-02a D-02b"),
        (15, "cse", "A-02a C-01d A-13d A-13f E-20c E-20b D-02b D-02b D-02c"),
        (49, "none", "A-14a A-13d A-13f E-20c E-20b D-02b"),
        (50, "none", "A-14a A-13d A-13f E-20c E-20b D-02d"),
        (50, "cse", ""),
    ],
)
def test_the_path_follows_the_size_and_the_instance(
    headcount: int, instance: str, rules: str
) -> None:
    facts = ProjectFacts(
        regime=Regime.ASSOCIATION, instance=Instance(instance), headcount=headcount
    )
    found = " ".join(rule.id for path in paths(facts) for rule in path.rules)
    assert found == rules


def test_a_public_body_without_instance_bargains_by_other_rules() -> None:
    facts = ProjectFacts(regime=Regime.PUBLIC, instance=Instance.NONE, headcount=12)
    found = [rule.id for path in paths(facts) for rule in path.rules]
    assert found == ["E-20c", "E-20b"]


# ---- bargaining -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "headcount", "said", "state", "checked"),
    [
        ("regulation", 60, None, DutyState.DUE, True),
        ("emplois", 299, None, DutyState.NOT_APPLICABLE, False),
        ("emplois", 300, None, DutyState.DUE, True),
        ("decision-unilaterale", 60, None, DutyState.DUE, True),
        ("charte", 60, None, DutyState.DUE, True),
        ("charte", 60, "yes", DutyState.DUE, False),
        ("charte", 60, "no", DutyState.NOT_APPLICABLE, False),
    ],
)
def test_bargaining_is_one_more_family_of_duties(
    code: str, headcount: int, said: str | None, state: DutyState, checked: bool
) -> None:
    charter = frozenset({Use.CHARTER})
    facts = ProjectFacts(
        regime=Regime.PRIVATE,
        instance=Instance.CSE,
        headcount=headcount,
        said_yes=charter if said == "yes" else frozenset(),
        said_no=charter if said == "no" else frozenset(),
    )
    found = {duty.code: duty for duty in all_duties(facts, TODAY)}
    assert len(found) == len(all_duties(facts, TODAY))
    assert (found[code].state, found[code].to_check) == (state, checked)


def test_every_prepared_question_belongs_to_a_duty() -> None:
    facts = [
        ProjectFacts(
            regime=regime,
            instance=Instance.CSE,
            headcount=400,
            said_yes=frozenset({Use.PLATFORM}),
        )
        for regime in (Regime.PRIVATE, Regime.PUBLIC)
    ]
    codes = {duty.code for one in facts for duty in all_duties(one, TODAY)}
    assert set(QUESTIONS) - codes == set()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, False),
        ({"regime": Regime.PUBLIC, "instance": Instance.CSA}, True),
        ({"instance": Instance.NONE, "headcount": 9}, True),
    ],
)
def test_the_grid_says_where_its_decisions_were_not_made_for(
    world: World, facts: dict[str, object], said: bool
) -> None:
    place(world, **facts)
    page = text_of(client_of(world.secretary).get(page_of(world)))
    assert ("n’éclairent ici que par comparaison" in page) is said


def test_a_charter_without_a_committee_is_said_so(world: World) -> None:
    place(world, instance=Instance.NONE, headcount=9)
    world.project.uses = {Use.CHARTER: Answer3.YES}
    world.project.save()
    page = text_of(client_of(world.secretary).get(page_of(world)))
    assert "Une charte avec des sanctions est annoncée, et il n’y a pas de CSE." in page
