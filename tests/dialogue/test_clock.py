"""The clock: facts in, dates in the ledger with their reasons, old dates kept."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine

from dialogue import tasks
from dialogue.actions import clock, consultations, events
from dialogue.enums import ConsultationState, EventKind
from dialogue.models import Consultation
from projects.enums import DeadlineState, Instance, Regime, Room
from projects.errors import Refused
from projects.models import Deadline, Entry, Heartbeat, Notice
from tests.dialogue.stories import agreed, happened, opened, prepared, redated, undone
from tests.factories import World

S, K = ConsultationState, EventKind


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def open_dates(consultation: Consultation) -> dict[str, tuple[date, date | None]]:
    rows = Deadline.objects.open().filter(project=consultation.project)
    return {row.key.rpartition(":")[2]: (row.due_on, row.extended_on) for row in rows}


def last_line(verb: str) -> Entry:
    return Entry.objects.filter(verb=verb).first() or pytest.fail(f"no {verb}")


def test_a_draft_has_no_date(world: World) -> None:
    prepared(world)
    assert list(Deadline.objects.all()) == []


def test_opening_puts_the_opinion_in_the_ledger_with_its_reasons(world: World) -> None:
    consultation = opened(world, date(2026, 10, 28))
    # 28 November 2026 is a Saturday.
    assert open_dates(consultation) == {
        "avis": (date(2026, 11, 28), date(2026, 11, 30))
    }
    assert (consultation.due_on, consultation.extended_on) == (
        date(2026, 11, 28),
        date(2026, 11, 30),
    )
    row = Deadline.objects.get()
    assert row.label == "Dernier jour pour rendre l’avis du CSE"
    assert (row.rule, row.article, row.confidence) == ("A-07", "R. 2312-6, I", "V1")
    assert (row.room, row.binding) == (Room.CAUCUS, True)
    assert row.starts_on == date(2026, 10, 28)
    assert "le mercredi 28 octobre 2026, jour où le CSE" in row.explanation[0]
    assert row.consequence.startswith("Sans avis au plus tard le 28 novembre 2026")
    assert len(row.changes) == 4
    assert row.action_label == "Rédiger l’avis"
    assert row.action_url == f"/projets/{world.project.pk}/avis/"


def test_the_territory_of_the_workplace_counts(world: World) -> None:
    world.workplace.territory = "alsace-moselle"
    world.workplace.save()
    with time_machine.travel("2026-12-01T10:00:00+01:00"):
        consultation = opened(world, date(2026, 11, 26))
    # 26 December is a holiday there, and a Saturday; the 27th is a Sunday.
    assert open_dates(consultation) == {
        "avis": (date(2026, 12, 26), date(2026, 12, 28))
    }


def test_two_levels_add_the_date_of_the_establishment(world: World) -> None:
    consultation = opened(world, date(2026, 10, 26), two_levels=True)
    assert open_dates(consultation) == {
        "avis": (date(2026, 11, 26), date(2026, 11, 26)),
        "avis_etablissement": (date(2026, 11, 19), date(2026, 11, 19)),
    }


def test_an_expert_lengthens_the_period_and_the_old_date_is_kept(world: World) -> None:
    consultation = opened(world, date(2026, 10, 26))
    happened(world, consultation, K.EXPERT_NAMED, date(2026, 11, 12))
    assert open_dates(consultation) == {
        "avis": (date(2026, 12, 26), date(2026, 12, 28)),
        "rapport_expert": (date(2026, 12, 11), date(2026, 12, 11)),
        "expert_demande": (date(2026, 11, 15), date(2026, 11, 16)),
        "expert_notification": (date(2026, 11, 22), date(2026, 11, 23)),
    }
    old = Deadline.objects.get(state=DeadlineState.CANCELLED)
    assert old.due_on == date(2026, 11, 26)
    assert last_line("deadline.moved").sentence == (
        "Échéance « Dernier jour pour rendre l’avis du CSE » : 26 novembre 2026 "
        "devient 26 décembre 2026 (Expertise votée le 12 novembre 2026)"
    )


def test_the_steps_of_an_expertise_are_kept_by_what_happened(world: World) -> None:
    consultation = opened(world, date(2026, 10, 26))
    happened(world, consultation, K.EXPERT_NAMED, date(2026, 11, 12))
    happened(world, consultation, K.EXPERT_ASKED, date(2026, 11, 13))
    assert "expert_demande" not in open_dates(consultation)
    # Another count does not ask for it again.
    agreed(world, consultation, date(2027, 1, 15), "réunion du 18 novembre")
    assert sorted(open_dates(consultation)) == [
        "avis",
        "employeur_reponse_expert",
        "expert_notification",
        "rapport_expert",
    ]
    happened(world, consultation, K.TERMS_NOTIFIED, date(2026, 11, 14))
    happened(world, consultation, K.REPORT, date(2026, 11, 18))
    assert sorted(open_dates(consultation)) == ["avis", "employeur_reponse_expert"]
    undone(world, consultation, K.REPORT, "version provisoire")
    assert "rapport_expert" in open_dates(consultation)


def test_removing_the_expert_cancels_its_steps(world: World) -> None:
    consultation = opened(world, date(2026, 10, 26))
    happened(world, consultation, K.EXPERT_NAMED, date(2026, 11, 12))
    undone(world, consultation, K.EXPERT_NAMED, "désignation annulée")
    assert open_dates(consultation) == {
        "avis": (date(2026, 11, 26), date(2026, 11, 26))
    }
    row = consultation.events.get(kind=K.EXPERT_NAMED)
    with pytest.raises(Refused, match="déjà annulé"):
        events.cancel(row, actor=world.secretary, reason="encore")


def test_an_agreed_date_displaces_the_decree_and_can_be_removed(world: World) -> None:
    consultation = opened(world, date(2026, 10, 26))
    agreed(world, consultation, date(2027, 1, 15), "réunion du 18 novembre")
    day = date(2027, 1, 15)
    assert open_dates(consultation) == {"avis": (day, day)}
    undone(world, consultation, K.AGREEMENT, "erreur")
    assert consultation.due_on == date(2026, 11, 26)


def test_an_agreed_date_before_the_information_is_refused_in_french(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 10, 26))
    with pytest.raises(Refused) as refused:
        agreed(world, consultation, date(2026, 10, 1), "?")
    assert refused.value.sentence == (
        "La date convenue précède le jour où les informations sont données."
    )
    consultation.refresh_from_db()
    assert not consultation.events.filter(kind=K.AGREEMENT).exists()
    assert consultation.due_on == date(2026, 11, 26)


def test_a_suspension_stops_the_clock_and_the_days_are_given_back(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 10, 26))
    happened(
        world,
        consultation,
        K.CHALLENGE,
        date(2026, 11, 10),
        note="sur le coût",
    )
    assert consultation.state == S.SUSPENDED
    assert (consultation.due_on, consultation.extended_on) == (None, None)
    assert open_dates(consultation) == {}
    assert last_line("deadline.moved").sentence == (
        "La date du 26 novembre 2026 pour rendre l’avis n’est plus comptée "
        "(Expertise contestée par l’employeur le 10 novembre 2026 (sur le coût))"
    )
    happened(world, consultation, K.JUDGMENT, date(2026, 11, 20))
    assert consultation.state == S.OPEN
    # Ten days more than the 26th of November; the 6th of December is a Sunday.
    assert open_dates(consultation) == {"avis": (date(2026, 12, 6), date(2026, 12, 7))}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"regime": Regime.PUBLIC, "instance": Instance.CSA}, "secteur public"),
        ({"instance": Instance.NONE}, "Sans CSE"),
        ({"headcount": 49}, "au moins cinquante salariés"),
    ],
)
def test_where_silence_is_not_an_opinion_there_is_no_date_but_a_reason(
    world: World, fields: dict[str, object], words: str
) -> None:
    for name, value in fields.items():
        setattr(world.workplace, name, value)
    world.workplace.save()
    consultation = opened(world, date(2026, 9, 1))
    assert (consultation.due_on, open_dates(consultation)) == (None, {})
    (warning,) = clock.compute(consultation).warnings
    assert words in warning.message
    assert consultations.deem_overdue(datetime(2027, 9, 1, 12, tzinfo=UTC)) == 0
    consultation.refresh_from_db()
    assert consultation.state == S.OPEN


def test_fifty_people_are_enough(world: World) -> None:
    world.workplace.headcount = 50
    world.workplace.save()
    assert opened(world).due_on == date(2026, 11, 26)


def test_a_changed_workplace_is_noticed_and_counted_again_on_request(
    world: World,
) -> None:
    consultation = opened(world)
    assert not clock.is_stale(consultation)
    world.workplace.instance = Instance.NONE
    world.workplace.save()
    consultation.refresh_from_db()
    assert clock.is_stale(consultation)
    assert consultation.due_on == date(2026, 11, 26)
    events.count_again(consultation, actor=world.secretary)
    assert consultation.due_on is None
    assert not clock.is_stale(consultation)


# ---- the nightly task ------------------------------------------------------------


def test_an_opinion_is_not_deemed_on_its_last_arguable_day(world: World) -> None:
    consultation = opened(world, date(2026, 10, 19))
    assert consultation.extended_on == date(2026, 11, 19)
    assert consultations.deem_overdue(datetime(2026, 11, 19, 22, tzinfo=UTC)) == 0


def test_the_night_after_the_opinion_is_deemed_negative_once(world: World) -> None:
    consultation = opened(world, date(2026, 10, 19))
    Notice.objects.all().delete()
    assert tasks.deem_opinions() == 1
    consultation.refresh_from_db()
    assert consultation.state == S.DEEMED_NEGATIVE
    assert consultation.deemed_on == date(2026, 11, 19)
    world.project.refresh_from_db()
    assert world.project.opinion_on == date(2026, 11, 19)
    assert Deadline.objects.get().state == DeadlineState.MISSED
    line = last_line("consultation.deemed_negative")
    assert (line.actor_id, line.actor_name, line.room) == (None, "Navette", "shared")
    told = {notice.member_id for notice in Notice.objects.all()}
    assert {world.secretary.pk, world.elected.pk, world.employer.pk} <= told
    assert world.outsider.pk not in told
    assert world.ex_member.pk not in told
    count = Notice.objects.count()
    assert tasks.deem_opinions() == 0
    assert Notice.objects.count() == count
    assert Entry.objects.filter(verb="consultation.deemed_negative").count() == 1
    assert Heartbeat.objects.get(name="deem_opinions")


def test_a_workplace_that_became_public_is_never_deemed(world: World) -> None:
    opened(world, date(2026, 10, 19))
    world.workplace.regime = Regime.PUBLIC
    world.workplace.save()
    assert tasks.deem_opinions() == 0


def test_a_typing_error_found_later_opens_the_consultation_again(world: World) -> None:
    consultation = opened(world, date(2026, 9, 26))
    tasks.deem_opinions()
    redated(world, consultation, K.INFORMATION, date(2026, 10, 26), "faute de frappe")
    assert (consultation.state, consultation.deemed_on) == (S.OPEN, None)
    assert open_dates(consultation) == {
        "avis": (date(2026, 11, 26), date(2026, 11, 26))
    }
    world.project.refresh_from_db()
    assert world.project.opinion_on is None


def test_a_correction_that_leaves_it_over_moves_the_day_it_was_deemed(
    world: World,
) -> None:
    consultation = opened(world, date(2026, 9, 26))
    tasks.deem_opinions()
    redated(world, consultation, K.INFORMATION, date(2026, 10, 5), "courriel retrouvé")
    assert consultation.state == S.DEEMED_NEGATIVE
    assert consultation.deemed_on == date(2026, 11, 5)
    world.project.refresh_from_db()
    assert world.project.opinion_on == date(2026, 11, 5)
