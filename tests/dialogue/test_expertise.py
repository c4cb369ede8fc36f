"""The sheet of an expertise: who pays, what does not fit, who reads it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dialogue.actions import consultations, expertise
from dialogue.enums import (
    AdaptationMeasures,
    CertifiedField,
    ConsultationState,
    EventKind,
    ExpertGround,
    PointKind,
)
from dialogue.law.books.experts import (
    CSE_PAYS,
    EMPLOYER_PAYS,
    SHARED_COST,
    Field,
    Ground,
)
from dialogue.law.books.levels import Measures
from dialogue.law.designation import Designation, doubts, who_pays
from dialogue.models import AgendaPoint, Consultation, Expertise
from projects.enums import Regime, Role, Room
from projects.errors import Refused
from projects.models import Entry
from tests.dialogue.sittings import planned, with_point
from tests.dialogue.stories import (
    address,
    document,
    happened,
    html_of,
    opened,
    signed_in,
)
from tests.factories import World, make_guest

K = EventKind


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def november(day: int) -> date:
    return date(2026, 11, day)


def chosen(ground: Ground, **facts: Any) -> Designation:
    return Designation(**{"headcount": 120, "uses_ai": True} | facts, ground=ground)


def described(world: World, row: Consultation, **fields: Any) -> Expertise:
    fields.setdefault("ground", ExpertGround.NEW_TECHNOLOGY)
    return expertise.describe(row, actor=world.secretary, **fields)


def named(world: World) -> Consultation:
    row = opened(world, date(2026, 10, 26))
    happened(world, row, K.EXPERT_NAMED, november(4))
    return row


# ---- the pure part ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "share", "rule"),
    [
        (chosen(Ground.NEW_TECHNOLOGY), SHARED_COST, "B-04"),
        (chosen(Ground.STRATEGY), SHARED_COST, "B-04"),
        (chosen(Ground.SERIOUS_RISK), EMPLOYER_PAYS, "B-04a"),
        (chosen(Ground.EQUALITY, equality_indicator=False), EMPLOYER_PAYS, "B-04a"),
        (chosen(Ground.EQUALITY), SHARED_COST, "B-04"),
        (
            chosen(Ground.NEW_TECHNOLOGY, budget_suffices=False),
            EMPLOYER_PAYS,
            "B-04b",
        ),
        (
            chosen(
                Ground.NEW_TECHNOLOGY, budget_suffices=False, surplus_transferred=True
            ),
            SHARED_COST,
            "B-04b",
        ),
        (chosen(Ground.FREE), CSE_PAYS, "B-04c"),
        (chosen(Ground.SERIOUS_RISK, regime=Regime.PUBLIC), EMPLOYER_PAYS, "B-07c1"),
    ],
)
def test_who_pays_and_by_which_rule(
    facts: Designation, share: object, rule: str
) -> None:
    found, why = who_pays(facts)
    assert (found, why.id) == (share, rule)


EXPIRED = {"valid_until": november(3), "voted_on": november(4)}


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (chosen(Ground.NEW_TECHNOLOGY), []),
        (chosen(Ground.NEW_TECHNOLOGY, fields=[Field.ORGANISATION]), []),
        (
            chosen(Ground.NEW_TECHNOLOGY, fields=[Field.EQUALITY], **EXPIRED),
            ["certificat_expire", "domaine_inadapte"],
        ),
        (chosen(Ground.NEW_TECHNOLOGY, fields=[Field.EQUALITY], uses_ai=False), []),
        (
            chosen(
                Ground.NEW_TECHNOLOGY, valid_until=november(4), voted_on=november(4)
            ),
            [],
        ),
        (chosen(Ground.EQUALITY, headcount=299), ["effectif_insuffisant"]),
        (chosen(Ground.EQUALITY, headcount=300), []),
        (chosen(Ground.SERIOUS_RISK), ["risque_grave"]),
        (chosen(Ground.FREE, **EXPIRED), []),
        (chosen(Ground.FREE, lengthens=True), ["expert_libre"]),
    ],
)
def test_what_could_be_held_against_the_choice(
    facts: Designation, codes: list[str]
) -> None:
    assert [doubt.code for doubt in doubts(facts)] == codes


def test_choices_say_in_french_what_the_book_knows() -> None:
    assert set(ExpertGround.values) == set(Ground)
    assert set(CertifiedField.values) == set(Field)
    assert set(AdaptationMeasures.values) == set(Measures)


# ---- the act ---------------------------------------------------------------------


def test_naming_the_firm_moves_no_date(world: World) -> None:
    row = named(world)
    before = (row.due_on, row.extended_on)
    sheet = described(world, row, firm="Cabinet Arpège", chosen_on=november(10))
    row.refresh_from_db()
    assert (row.due_on, row.extended_on) == before
    assert Entry.objects.get(verb="consultation.expertise").sentence == (
        "Fiche de l’expertise complétée\xa0: fondement, cabinet, cabinet choisi le"
    )
    assert str(sheet) == "Cabinet Arpège"


def test_saying_the_same_again_writes_nothing(world: World) -> None:
    row = named(world)
    described(world, row)
    lines = Entry.objects.count()
    assert described(world, row).pk == Expertise.objects.get().pk
    assert Entry.objects.count() == lines


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"firm": "Arpège", "chosen_on": november(3)}, "avant le vote"),
        ({"firm": "Arpège", "chosen_on": november(21)}, "pas encore arrivée"),
        ({"chosen_on": november(10)}, "Nommez le cabinet"),
        ({"forecast_cost": Decimal(-1)}, "Vérifiez le coût"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(
    world: World, fields: dict[str, Any], words: str
) -> None:
    row = named(world)
    with pytest.raises(Refused, match=words):
        described(world, row, **fields)
    assert not Expertise.objects.exists()


def test_a_closed_consultation_keeps_its_sheet(world: World) -> None:
    row = named(world)
    consultations.give_opinion(row, actor=world.secretary, on=november(18))
    consultations.start_follow_up(row, actor=world.secretary, on=november(19))
    consultations.close(row, actor=world.secretary, on=november(20))
    with pytest.raises(Refused, match="close"):
        described(world, row)
    assert row.state == ConsultationState.CLOSED


def test_the_database_refuses_what_the_act_refuses(world: World) -> None:
    described(world, named(world))
    for broken in ({"chosen_on": november(10)}, {"forecast_cost": Decimal(-1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Expertise.objects.update(**broken)


# ---- the page --------------------------------------------------------------------


def test_the_secretary_fills_the_sheet_and_reads_the_shares(world: World) -> None:
    row = named(world)
    world.project.uses_ai = "yes"
    world.project.save()
    letter = document(world, "Lettre de mission", room=Room.CAUCUS)
    meeting = planned(world)
    point = with_point(
        world, meeting, title="Expertise", kind=PointKind.RESOLUTION, to_vote=True
    )
    AgendaPoint.objects.filter(pk=point.pk).update(
        votes_for=2, votes_against=0, abstentions=0
    )
    answer = signed_in(world.secretary).post(
        address(world, "expertise_edit", row.pk),
        {
            "ground": "new_technology",
            "firm": "Cabinet Arpège",
            "chosen_on": "2026-11-10",
            "principle_vote": point.pk,
            "choice_vote": point.pk,
            "certificate": "ACC-123",
            "fields_": ["environment"],
            "valid_until": "2026-11-01",
            "mission_letter": letter.pk,
            "forecast_cost": "12 500,50",
        },
    )
    page = address(world, "expertise", row.pk)
    assert answer.url == page
    sheet = Expertise.objects.get()
    assert (sheet.forecast_cost, sheet.fields) == (Decimal("12500.50"), ["environment"])
    html = html_of(world.secretary, page)
    for words in (
        *("Cabinet Arpège", "ACC-123", "Lettre de mission", "environnement de travail"),
        *("10\xa0000,40", "2\xa0500,10", "2315-80", "2315-45"),
        *("demandez son renouvellement", "n’est pas certifié"),
        *("4 jours de retard", meeting.get_absolute_url()),
    ):
        assert words in html, words
    form = html_of(world.secretary, address(world, "expertise_edit", row.pk))
    assert 'value="12500,50"' in form


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (13, "fait le 13 novembre 2026<"),
        (14, "fait le 14 novembre 2026<"),
        (16, "fait le 16 novembre 2026, après la date sûre"),
        (17, "fait le 17 novembre 2026, 1 jour de retard"),
        (19, "fait le 19 novembre 2026, 3 jours de retard"),
    ],
)
def test_each_step_says_whether_it_was_kept(world: World, on: int, words: str) -> None:
    row = opened(world, date(2026, 10, 26))
    happened(world, row, K.EXPERT_NAMED, november(4))
    # Ten days after: Saturday the 14th, which may be carried over to the 16th.
    happened(world, row, K.TERMS_NOTIFIED, november(on))
    assert words in html_of(world.secretary, address(world, "expertise", row.pk))


def test_the_page_tells_a_challenge_by_its_head(world: World) -> None:
    row = named(world)
    act = f"{row.get_absolute_url()}actes/suspension/"
    sent = {"on": "2026-11-19", "head": "final_cost"}
    assert signed_in(world.secretary).post(act, sent).url == row.get_absolute_url()
    html = html_of(world.secretary, address(world, "expertise", row.pk))
    assert "Coût final contesté par l’employeur" in html
    assert "ni l’expertise ni le délai ne sont suspendus" in html
    row.refresh_from_db()
    assert row.state == ConsultationState.OPEN


@pytest.mark.parametrize("sent", ["douze", "-1", "1e30", "12,505", ""])
def test_an_amount_that_nobody_can_mean_is_refused(world: World, sent: str) -> None:
    url = address(world, "expertise_edit", named(world).pk)
    data = {"ground": "free", "forecast_cost": sent}
    answer = signed_in(world.secretary).post(url, data)
    assert answer.status_code == (422 if sent else 302)


def test_the_expert_reads_it_only_in_the_caucus(world: World) -> None:
    row = named(world)
    described(world, row, firm="Cabinet Arpège")
    page = address(world, "expertise", row.pk)
    let_in = make_guest(world.project, Role.EXPERT, caucus=True)
    assert "Cabinet Arpège" in html_of(let_in, page)
    for member in (world.employer, world.expert):
        assert signed_in(member).get(page).status_code == 404
        assert not Expertise.objects.visible_to(member).exists()
        html = html_of(member, row.get_absolute_url())
        assert ("Arpège" in html, "/expertise/" in html) == (False, False)


def test_without_a_clock_the_page_has_no_steps(world: World) -> None:
    row = named(world)
    described(world, row, ground=ExpertGround.IMPORTANT_PROJECT)
    world.workplace.regime = Regime.PUBLIC
    world.workplace.save()
    html = html_of(world.secretary, address(world, "expertise", row.pk))
    assert "L’employeur paie la totalité" in html
    assert "Étapes de la mission" not in html
