"""Two levels: the establishments' date follows the central one, and what arrives."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from dialogue.actions import consultations, events, levels
from dialogue.enums import AdaptationMeasures, ConsultationState, EventKind
from dialogue.law.consultation import consultation_dates
from dialogue.law.facts import Facts
from dialogue.models import Consultation, ForwardedOpinion
from projects.enums import Role
from projects.errors import Refused
from projects.models import Deadline, Entry, Member
from tests.dialogue.stories import (
    address,
    document,
    happened,
    html_of,
    opened,
    signed_in,
)
from tests.factories import (
    World,
    make_guest,
    make_member,
    make_organisation,
    make_project,
    make_workplace,
)

K, S = EventKind, ConsultationState


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def november(day: int) -> date:
    return date(2026, 11, day)


def facts(**known: Any) -> Facts:
    return Facts(information_on=date(2026, 10, 26), establishment=True, **known)


def central(world: World) -> Consultation:
    """Handed over on 26 October: the central end is 26 November."""
    return opened(world, date(2026, 10, 26), two_levels=True)


def establishment(world: World, **levels_: Any) -> Consultation:
    """A second file of the same organisation, opened on 27 October."""
    project = make_project(
        world.workplace, world.secretary, title="Le même outil, à Lille"
    )
    row = consultations.prepare(project, actor=world.secretary, subject="À Lille")
    consultations.open_consultation(row, actor=world.secretary, on=date(2026, 10, 27))
    return levels.set_levels(row, actor=world.secretary, **levels_)


# ---- the pure part ---------------------------------------------------------------


def test_an_establishment_has_until_seven_days_before_the_central_end() -> None:
    # 22 November is a Sunday: the safe day is the Friday before.
    computation = consultation_dates(facts(central_ends_on=november(29)))
    opinion = computation.date_for("avis")
    assert opinion is not None
    assert (opinion.strict, opinion.extended) == (november(20), november(22))
    assert (opinion.rule.id, opinion.starts_on) == ("A-08", november(29))
    assert "20 novembre 2026" in opinion.consequence
    assert [legal.code for legal in computation.dates] == ["avis"]


def test_an_establishment_waits_for_a_central_end_that_is_not_known() -> None:
    computation = consultation_dates(facts(two_levels=True))
    opinion = computation.date_for("avis")
    assert opinion is not None
    assert (opinion.strict, opinion.consequence) == (None, "")
    assert opinion.steps == (
        "La fin de la consultation du CSE central n’est pas connue.",
    )
    assert [legal.code for legal in computation.dates] == ["avis"]


def test_what_was_agreed_for_an_establishment_displaces_the_seven_days() -> None:
    known = facts(central_ends_on=november(29), agreed_on=november(27))
    opinion = consultation_dates(known).date_for("avis")
    assert opinion is not None
    assert (opinion.strict, opinion.rule.id) == (november(27), "A-10")


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ({"expert": True, "expert_named_on": november(10)}, []),
        ({"expert": True, "expert_named_on": november(23)}, ["expert_hors_delai"]),
        ({"suspended": ((november(10), None),)}, ["contestation_date_fixee"]),
    ],
)
def test_what_is_told_of_an_establishment(
    known: dict[str, Any], codes: list[str]
) -> None:
    computation = consultation_dates(facts(central_ends_on=november(29), **known))
    assert [warning.code for warning in computation.warnings] == codes
    reported = computation.date_for("rapport_expert") is not None
    assert reported == ("expert" in known and not codes)


# ---- the link --------------------------------------------------------------------


def test_the_date_follows_the_central_file(world: World) -> None:
    above = central(world)
    below = establishment(world, central=above)
    assert (below.due_on, below.extended_on) == (november(19), november(19))
    happened(world, above, K.EXPERT_NAMED, november(10))
    below.refresh_from_db()
    # Three months at the centre: 26 January; seven days before, 19 January.
    assert below.due_on == date(2027, 1, 19)
    moved = Entry.objects.get(
        project=below.project, verb="deadline.moved", actor_name="Navette"
    )
    assert "(la fin de la consultation du CSE central a bougé)" in moved.sentence


def test_a_suspension_at_the_centre_leaves_the_establishment_without_a_date(
    world: World,
) -> None:
    above = central(world)
    below = establishment(world, central=above)
    happened(world, above, K.EXPERT_NAMED, november(10))
    events.challenge(above, actor=world.secretary, head="choice", on=november(18))
    below.refresh_from_db()
    assert (below.state, below.due_on, below.extended_on) == (S.OPEN, None, None)
    happened(world, above, K.JUDGMENT, november(20))
    below.refresh_from_db()
    assert below.due_on == date(2027, 1, 21)


def test_an_opinion_deemed_negative_comes_back_when_the_centre_has_longer(
    world: World,
) -> None:
    above = central(world)
    below = establishment(world, central=above)
    assert consultations.deem_negative(below, today=november(20))
    assert (below.state, below.deemed_on) == (S.DEEMED_NEGATIVE, november(19))
    happened(world, above, K.EXPERT_NAMED, november(10))
    below.refresh_from_db()
    assert (below.state, below.due_on) == (S.OPEN, date(2027, 1, 19))


def test_a_file_that_lives_elsewhere_gives_its_end_with_its_source(
    world: World,
) -> None:
    below = establishment(
        world, central_ends_on=date(2026, 12, 18), central_source="Courriel du 3"
    )
    assert below.due_on == date(2026, 12, 11)
    html = html_of(
        world.secretary,
        f"/projets/{below.project_id}/consultations/{below.pk}/niveaux/",
    )
    assert "Courriel du 3" in html
    assert "11 décembre 2026" in html


def test_a_draft_takes_its_date_when_it_opens(world: World) -> None:
    above = central(world)
    project = make_project(world.workplace, world.secretary)
    row = consultations.prepare(project, actor=world.secretary, subject="À Lille")
    levels.set_levels(row, actor=world.secretary, central=above)
    assert row.due_on is None
    consultations.open_consultation(row, actor=world.secretary, on=november(2))
    assert row.due_on == november(19)


def test_two_files_never_wait_for_each_other(world: World) -> None:
    above = central(world)
    below = establishment(world, central=above)
    with pytest.raises(Refused, match="ne suit pas une autre"):
        levels.set_levels(above, actor=world.secretary, central=below)
    with pytest.raises(Refused, match="pas menée aux deux niveaux"):
        levels.set_levels(below, actor=world.secretary, central=establishment(world))


def test_levels_are_settled_once_the_opinion_is_given(world: World) -> None:
    row = central(world)
    consultations.give_opinion(row, actor=world.secretary, on=november(18))
    with pytest.raises(Refused, match="ne changent plus"):
        levels.set_levels(row, actor=world.secretary)


def test_the_database_wants_a_source_and_no_file_above_itself(world: World) -> None:
    row = central(world)
    rows = Consultation.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(central_ends_on=november(29))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(central=row)
    with pytest.raises(Refused, match="avec sa source"):
        levels.set_levels(row, actor=world.secretary, central_ends_on=november(29))


# ---- opinions that arrive --------------------------------------------------------


def forwarded(world: World, row: Consultation, on: date, **more: Any) -> Any:
    more.setdefault("establishment", "Site de Lille")
    return levels.record_forwarded(row, actor=world.secretary, received_on=on, **more)


def test_an_opinion_that_arrives_late_is_kept_and_told(world: World) -> None:
    row = central(world)
    paper = document(world, "Avis de Lille")
    forwarded(world, row, november(19), document=paper)
    forwarded(world, row, november(20), establishment="Site de Brest")
    told = Entry.objects.filter(verb="consultation.forwarded").values_list(
        "sentence", flat=True
    )
    assert sorted(told) == [
        "Avis de «\xa0Site de Brest\xa0» reçu le 20 novembre 2026, après le "
        "19 novembre 2026\xa0: réputé négatif (R. 2312-6, II)",
        "Avis de «\xa0Site de Lille\xa0» reçu le 19 novembre 2026",
    ]
    html = html_of(world.secretary, address(world, "levels", row.pk))
    assert html.count("réputé négatif</span>") == 1
    assert "Avis de Lille" in html


def test_an_opinion_arrives_once_and_can_be_taken_off_the_list(world: World) -> None:
    row = central(world)
    opinion = forwarded(world, row, november(19))
    with pytest.raises(Refused, match="déjà inscrit"):
        forwarded(world, row, november(20))
    url = address(world, "forwarded_remove", row.pk, opinion.pk)
    signed_in(world.secretary).post(url, {"reason": "mauvais dossier"})
    assert not ForwardedOpinion.objects.exists()
    assert Entry.objects.get(verb="consultation.forwarded_removed").sentence == (
        "Avis de «\xa0Site de Lille\xa0» retiré de la liste (mauvais dossier)"
    )


@pytest.mark.parametrize(
    ("on", "two_levels", "words"),
    [
        (november(21), True, "pas encore arrivée"),
        (date(2026, 10, 25), True, "précéderait"),
        (november(19), False, "n’attend l’avis d’aucun"),
    ],
)
def test_an_opinion_that_cannot_have_arrived_is_refused(
    world: World, on: date, two_levels: bool, words: str
) -> None:
    row = opened(world, date(2026, 10, 26), two_levels=two_levels)
    with pytest.raises(Refused, match=words):
        forwarded(world, row, on)


# ---- the pages -------------------------------------------------------------------


def test_the_page_says_which_level_is_consulted_and_by_which_rule(
    world: World,
) -> None:
    row = opened(world, date(2026, 10, 26))
    page = address(world, "levels", row.pk)
    assert "Dites comment le projet arrive" in html_of(world.secretary, page)
    answer = signed_in(world.secretary).post(
        address(world, "levels_edit", row.pk),
        {"measures": AdaptationMeasures.SPECIFIC},
    )
    assert answer.url == page
    html = html_of(world.secretary, page)
    assert "CSE central et CSE d’établissement" in html
    assert "2316-20" in html
    assert "comptée autrement" in html
    assert "2316-20" in html_of(world.secretary, row.get_absolute_url())
    assert "2316-20" not in html_of(world.employer, row.get_absolute_url())


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"central_ends_on": "2026-12-18"}, "Dites d’où vient cette date"),
        ({"central_source": "Courriel"}, "Indiquez une date"),
        ({"central_ends_on": "2026-02-31", "central_source": "x"}, "date complète"),
        ({"measures": "inconnu"}, "Choisissez"),
    ],
)
def test_half_a_central_end_is_refused(
    world: World, sent: dict[str, str], refused: str
) -> None:
    url = address(world, "levels_edit", central(world).pk)
    answer = signed_in(world.secretary).post(url, sent)
    assert answer.status_code == 422
    assert refused in answer.content.decode()


def test_a_linked_file_awaits_then_shows_its_opinion(world: World) -> None:
    above = central(world)
    below = establishment(world, central=above)
    page = address(world, "levels", above.pk)
    assert "avis attendu" in html_of(world.secretary, page)
    answer = signed_in(world.secretary).post(
        address(world, "forwarded_new", above.pk),
        {
            "source": below.pk,
            "establishment": "Lille",
            "received_on": "2026-11-19",
        },
    )
    assert answer.url == page
    assert "avis attendu" not in html_of(world.secretary, page)
    own = f"/projets/{below.project_id}/consultations/{below.pk}/niveaux/"
    html = html_of(world.secretary, own)
    assert "19 novembre 2026" in html
    assert above.get_absolute_url() in html


# ---- who sees what ---------------------------------------------------------------


def elsewhere(world: World) -> tuple[Member, Member, Consultation]:
    """A central CSE of another organisation: our secretary's place there, its own
    secretary, and its file."""
    house = make_organisation("CSE central")
    owner = make_member(house, Role.SECRETARY)
    project = make_project(make_workplace(house), owner)
    ours = make_member(house, Role.ELECTED, user=world.secretary.user)
    row = consultations.prepare(
        project, actor=owner, subject="Au siège", two_levels=True
    )
    consultations.open_consultation(row, actor=owner, on=date(2026, 10, 26))
    return ours, owner, row


def test_a_person_of_both_links_the_files_and_the_others_learn_no_more(
    world: World,
) -> None:
    _ours, owner, above = elsewhere(world)
    below = opened(world, date(2026, 10, 27))
    url = address(world, "levels_edit", below.pk)
    signed_in(world.secretary).post(url, {"central": above.pk})
    below.refresh_from_db()
    assert (below.central_id, below.due_on) == (above.pk, november(19))
    page = address(world, "levels", below.pk)
    assert "Au siège" in html_of(world.secretary, page)
    seen = html_of(world.elected, page)
    assert ("Au siège" in seen, "un dossier que vous ne voyez pas" in seen) == (
        False,
        True,
    )
    events.record(above, actor=owner, kind=K.EXPERT_NAMED, on=november(10))
    said = Entry.objects.filter(project=world.project).values_list(
        "actor_name", flat=True
    )
    assert str(owner) not in set(said)
    assert Deadline.objects.open().filter(project=world.project).exists()


def test_a_guest_of_the_other_side_cannot_follow_its_dates(world: World) -> None:
    ours, _owner, above = elsewhere(world)
    Member.objects.filter(pk=ours.pk).delete()
    make_guest(above.project, Role.IT, user=world.secretary.user)
    below = opened(world, date(2026, 10, 27))
    url = address(world, "levels_edit", below.pk)
    assert "Au siège" not in html_of(world.secretary, url)
    answer = signed_in(world.secretary).post(url, {"central": above.pk})
    assert answer.status_code == 422


def test_only_the_caucus_reads_what_the_establishments_sent(world: World) -> None:
    row = central(world)
    forwarded(world, row, november(19))
    for member in (world.employer, world.expert):
        assert (
            signed_in(member).get(address(world, "levels", row.pk)).status_code == 404
        )
        assert not ForwardedOpinion.objects.visible_to(member).exists()
