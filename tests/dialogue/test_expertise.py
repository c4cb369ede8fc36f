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
from projects.models import Deadline, Entry
from tests.dialogue.sittings import planned, with_point
from tests.dialogue.stories import (
    address,
    document,
    happened,
    html_of,
    opened,
    prepared,
    redated,
    signed_in,
    undone,
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


# ---- an expertise for a serious risk ----------------------------------------------
def report_due(consultation: Consultation) -> list[tuple[date, str]]:
    rows = Deadline.objects.filter(key=f"consultation:{consultation.pk}:rapport_expert")
    return sorted((row.due_on, str(row.state)) for row in rows)


def at_risk(world: World) -> Consultation:
    consultation = opened(world)
    happened(world, consultation, K.EXPERT_NAMED, november(3))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )
    consultation.refresh_from_db()
    return consultation


def test_a_serious_risk_has_its_own_report_and_gives_the_avis_its_month_back(
    world: World,
) -> None:
    consultation = at_risk(world)

    assert consultation.due_on == november(26)
    assert report_due(consultation) == [
        (date(2026, 12, 11), "cancelled"),
        (date(2027, 1, 3), "open"),
    ]


def test_another_ground_counts_the_expert_in_again(world: World) -> None:
    consultation = at_risk(world)

    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.NEW_TECHNOLOGY
    )

    consultation.refresh_from_db()
    assert consultation.due_on == date(2026, 12, 26)
    assert (date(2026, 12, 11), "open") in report_due(consultation)


def test_the_report_on_a_risk_does_not_wait_for_the_avis(world: World) -> None:
    consultation = at_risk(world)

    consultations.give_opinion(consultation, actor=world.secretary, on=november(20))

    assert report_due(consultation)[-1] == (date(2027, 1, 3), "open")
    happened(world, consultation, K.REPORT, november(20))
    assert report_due(consultation)[-1] == (date(2027, 1, 3), "met")


def test_a_closed_file_waits_for_no_report(world: World) -> None:
    consultation = at_risk(world)
    secretary = world.secretary
    consultations.give_opinion(consultation, actor=secretary, on=november(20))
    consultations.start_follow_up(consultation, actor=secretary, on=november(20))

    consultations.close(consultation, actor=secretary, on=november(20))

    assert report_due(consultation)[-1] == (date(2027, 1, 3), "cancelled")
    consultations.reopen_follow_up(consultation, actor=secretary, reason="Erreur")
    assert report_due(consultation)[-1] == (date(2027, 1, 3), "open")


def given_with_a_risk_on_its_sheet(world: World) -> Consultation:
    """The opinion is given, and the sheet says a serious risk before any vote."""
    consultation = opened(world, on=date(2026, 10, 26))
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )
    return consultation


def test_an_expertise_for_a_risk_is_voted_after_the_opinion(world: World) -> None:
    consultation = given_with_a_risk_on_its_sheet(world)

    happened(world, consultation, K.EXPERT_NAMED, november(19))

    assert report_due(consultation) == [(date(2027, 1, 19), "open")]
    redated(world, consultation, K.EXPERT_NAMED, november(20), "faute de frappe")
    assert report_due(consultation)[-1] == (date(2027, 1, 20), "open")
    undone(world, consultation, K.EXPERT_NAMED, "annulée par le juge")
    assert report_due(consultation)[-1] == (date(2027, 1, 20), "cancelled")


def test_another_expertise_is_not_voted_after_the_opinion(world: World) -> None:
    consultation = opened(world, on=date(2026, 10, 26))
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))

    with pytest.raises(Refused, match="Seule une expertise pour risque grave"):
        happened(world, consultation, K.EXPERT_NAMED, november(19))


def test_a_report_taken_back_after_the_opinion_is_awaited_again(world: World) -> None:
    consultation = given_with_a_risk_on_its_sheet(world)
    happened(world, consultation, K.EXPERT_NAMED, november(19))
    happened(world, consultation, K.REPORT, november(20))

    undone(world, consultation, K.REPORT, "ce n’était pas le rapport")

    assert report_due(consultation)[-1] == (date(2027, 1, 19), "open")


def test_an_expertise_for_a_risk_voted_after_the_period_has_its_report(
    world: World,
) -> None:
    consultation = opened(world, on=date(2026, 10, 1))
    assert consultations.deem_negative(consultation, today=november(20))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    happened(world, consultation, K.EXPERT_NAMED, november(20))

    consultation.refresh_from_db()
    assert consultation.state == ConsultationState.DEEMED_NEGATIVE
    assert report_due(consultation) == [(date(2027, 1, 20), "open")]


def test_an_expertise_for_a_risk_voted_before_the_opening_has_its_report(
    world: World,
) -> None:
    consultation = prepared(world)
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    assert report_due(consultation) == []

    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    assert report_due(consultation) == [(date(2027, 1, 4), "open")]
    consultations.open_consultation(
        consultation, actor=world.secretary, on=november(20)
    )
    assert report_due(consultation) == [(date(2027, 1, 4), "open")]


def test_a_draft_that_is_withdrawn_waits_for_no_report(world: World) -> None:
    consultation = prepared(world)
    happened(world, consultation, K.EXPERT_NAMED, november(4))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    consultations.withdraw(consultation, actor=world.secretary)

    assert report_due(consultation) == [(date(2027, 1, 4), "cancelled")]


def test_a_ground_that_changes_after_the_opinion_counts_the_report_again(
    world: World,
) -> None:
    consultation = named(world)
    consultations.give_opinion(consultation, actor=world.secretary, on=november(18))

    described(world, consultation, ground=ExpertGround.SERIOUS_RISK)
    assert report_due(consultation)[-1] == (date(2027, 1, 4), "open")

    described(world, consultation, ground=ExpertGround.NEW_TECHNOLOGY)
    assert report_due(consultation)[-1] == (date(2027, 1, 4), "cancelled")


def test_a_challenge_to_an_expertise_for_a_risk_keeps_the_safe_date(
    world: World,
) -> None:
    consultation = at_risk(world)

    happened(world, consultation, K.CHALLENGE, november(12))

    consultation.refresh_from_db()
    assert consultation.state == ConsultationState.OPEN
    assert (consultation.due_on, consultation.extended_on) == (november(26), None)
    page = html_of(world.secretary, consultation.get_absolute_url())
    assert "une suspension se plaide" in page
    happened(world, consultation, K.JUDGMENT, november(20))
    consultation.refresh_from_db()
    assert consultation.due_on == november(26)
    assert consultation.extended_on == date(2026, 12, 4)
    consultations.give_opinion(consultation, actor=world.secretary, on=november(20))


def test_the_page_says_that_the_safe_date_is_over_while_a_pause_is_argued(
    world: World,
) -> None:
    consultation = at_risk(world)
    happened(world, consultation, K.CHALLENGE, november(12))

    with time_machine.travel("2026-11-27T10:00:00+01:00", tick=False):
        page = html_of(world.secretary, consultation.get_absolute_url())

    assert "Une suspension se plaide" in page
    assert "rendez l’avis sans attendre" in page


def test_a_challenge_to_an_expertise_for_a_risk_comes_after_the_opinion_too(
    world: World,
) -> None:
    consultation = given_with_a_risk_on_its_sheet(world)
    happened(world, consultation, K.EXPERT_NAMED, november(19))
    url = f"{consultation.get_absolute_url()}actes/suspension/"

    happened(world, consultation, K.CHALLENGE, november(20), head="necessity")

    assert html_of(world.secretary, url).count('type="radio"') > 1
    judged = f"{consultation.get_absolute_url()}actes/reprise/"
    assert "Le jugement est notifié" in html_of(world.secretary, judged)


def test_an_expertise_for_a_risk_is_voted_at_any_time(world: World) -> None:
    consultation = opened(world, on=date(2026, 10, 1))
    with pytest.raises(Refused, match="après la fin du délai"):
        happened(world, consultation, K.EXPERT_NAMED, november(20))
    expertise.describe(
        consultation, actor=world.secretary, ground=ExpertGround.SERIOUS_RISK
    )

    happened(world, consultation, K.EXPERT_NAMED, november(20))

    assert report_due(consultation) == [(date(2027, 1, 20), "open")]
