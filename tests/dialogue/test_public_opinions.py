"""The vote of a public body on a project: CSA, CST, CSE hospitalier (R254-60)."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from dialogue import documents
from dialogue.actions import consultations, events, opinions, votes
from dialogue.enums import Choice, EventKind, OpinionState, Stance
from dialogue.models import Opinion, Vote
from projects.enums import Branch, Instance, Regime
from projects.errors import Refused
from projects.models import Deadline, Item
from tests.dialogue.avis import TODAY, cast_all, hands, point, titulaires
from tests.dialogue.sittings import in_public_service
from tests.dialogue.stories import known, opened, signed_in
from tests.factories import World

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def of_agents(world: World, branch: str = "") -> Opinion:
    """A draft of a public body with one point: nobody chooses its direction."""
    in_public_service(world)
    world.workplace.branch = branch
    world.workplace.save()
    consultation = opened(world)
    return point(world, consultation).opinion


def against(world: World, opinion: Opinion, **fields) -> Vote:
    given = {"votes_for": 0, "votes_against": 7, "abstentions": 0} | fields
    return hands(world, opinion, **given)


def read(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page.replace("\u202f", " ").replace("\u00a0", " ")


def awaited(opinion: Opinion) -> list[tuple[date, str]]:
    key = f"consultation:{opinion.consultation_id}:reexamen"
    rows = Deadline.objects.filter(key=key).order_by("due_on")
    return [(row.due_on, str(row.state)) for row in rows]


@pytest.mark.parametrize(
    ("counts", "stance", "words"),
    [
        ((4, 3, 0), Stance.FAVOURABLE, "L’avis est favorable."),
        ((3, 4, 0), Stance.UNFAVOURABLE, "L’avis est défavorable."),
        ((3, 3, 1), Stance.GIVEN, "fonction publique, article à vérifier)."),
        ((3, 2, 2), Stance.GIVEN, "fonction publique, article à vérifier)."),
    ],
)
def test_the_voices_give_the_opinion_and_its_direction(
    world: World, counts, stance, words
):
    opinion = of_agents(world)

    vote = hands(
        world,
        opinion,
        votes_for=counts[0],
        votes_against=counts[1],
        abstentions=counts[2],
    )

    opinion.refresh_from_db()
    assert (opinion.state, opinion.stance) == (OpinionState.ADOPTED, stance)
    assert opinion.consultation.opinion_on == opinion.adopted_on == TODAY
    assert (vote.public, vote.adopted) == (True, True)
    assert votes.result(vote).endswith(words)


def test_a_nominal_vote_counts_who_said_nothing_as_an_abstention(world: World):
    third = titulaires(world, 1)[0]
    opinion = of_agents(world)
    voters = [world.secretary, world.elected, third]
    vote = votes.open_vote(opinion, actor=world.secretary, present=voters)
    cast_all(vote, {world.secretary: FOR, world.elected: AGAINST})

    votes.close_vote(vote, actor=world.secretary)

    opinion.refresh_from_db()
    assert opinion.stance == Stance.GIVEN
    assert (vote.votes_for, vote.votes_against, vote.abstentions) == (1, 1, 1)


def test_the_same_voices_adopt_nothing_in_the_private_sector(world: World):
    consultation = opened(world)
    opinions.choose_stance(
        consultation, actor=world.secretary, stance=Stance.UNFAVOURABLE
    )
    opinion = point(world, consultation).opinion

    vote = hands(world, opinion, votes_for=3, votes_against=3, abstentions=1)

    assert (vote.public, vote.adopted) == (False, False)
    assert "n’est pas adopté" in votes.result(vote)
    assert awaited(opinion) == []


def test_nobody_chooses_the_direction_of_a_public_opinion(world: World):
    opinion = of_agents(world)

    with pytest.raises(Refused, match="le vote porte sur le projet"):
        opinions.choose_stance(
            opinion.consultation, actor=world.secretary, stance=Stance.FAVOURABLE
        )


def test_a_direction_chosen_before_the_sheet_was_corrected_is_not_kept(world: World):
    consultation = opened(world)
    opinions.choose_stance(
        consultation, actor=world.secretary, stance=Stance.FAVOURABLE
    )
    opinion = point(world, consultation).opinion
    in_public_service(world)
    opinion = Opinion.objects.get(pk=opinion.pk)

    against(world, opinion, votes_against=4, abstentions=3)

    opinion.refresh_from_db()
    assert opinion.stance == Stance.UNFAVOURABLE


@pytest.mark.parametrize(
    ("branch", "dates"),
    [
        (Branch.TERRITORIAL, [(date(2026, 12, 10), "open")]),
        (Branch.HOSPITAL, [(date(2026, 12, 10), "open")]),
        ("", [(date(2026, 12, 10), "open")]),
        (Branch.STATE, []),
    ],
)
def test_a_unanimous_vote_against_calls_for_another_deliberation(
    world: World, branch, dates
):
    opinion = of_agents(world, branch)

    against(world, opinion)

    assert awaited(opinion) == dates


def test_in_a_local_authority_the_date_stands_under_a_condition(world: World):
    first = of_agents(world, Branch.TERRITORIAL)
    against(world, first)
    late = date(2026, 12, 11)

    with time_machine.travel(late, tick=False):
        page = read(signed_in(world.elected), first.consultation.get_absolute_url())
        home = read(signed_in(world.elected), "/")
        second = point(world, opened(world, on=date(2026, 11, 20))).opinion
        against(world, second, held_on=late)

    assert "Date sous condition" in page
    assert "Ce jour est passé" in page
    assert "dépassée" not in page
    assert "Date sous condition : ce jour est passé" in home
    assert "Dépassée" not in home
    row = Deadline.objects.get(
        key=f"consultation:{first.consultation_id}:reexamen", due_on=date(2026, 12, 10)
    )
    assert (row.binding, row.state) == (False, "cancelled")


def test_one_abstention_is_enough_for_no_second_look(world: World):
    opinion = of_agents(world)

    against(world, opinion, votes_against=6, abstentions=1)

    assert awaited(opinion) == []


@pytest.mark.parametrize(
    ("day", "state"), [(date(2026, 12, 10), "met"), (date(2026, 12, 11), "missed")]
)
def test_the_next_deliberation_of_the_project_keeps_the_date_or_misses_it(
    world: World, day, state
):
    first = of_agents(world)
    against(world, first)
    with time_machine.travel(day, tick=False):
        second = point(world, opened(world, on=date(2026, 11, 20))).opinion
        against(world, second, held_on=day)

        assert awaited(first) == [(date(2026, 12, 10), state)]
        assert awaited(second) == []


def test_only_a_new_question_may_be_examined_again_after_a_second_look(world: World):
    against(world, of_agents(world))
    second = against(world, point(world, opened(world)).opinion)
    third = against(world, point(world, opened(world)).opinion)

    assert awaited(second.opinion) == []
    assert awaited(third.opinion) == [(date(2026, 12, 10), "open")]
    address = reverse("dialogue:vote", args=[world.project.pk, second.pk])
    assert "au plus tôt le" not in read(signed_in(world.elected), address)


def test_a_consultation_that_is_closed_awaits_no_second_look(world: World):
    opinion = of_agents(world)
    against(world, opinion)
    row = opinion.consultation

    consultations.start_follow_up(row, actor=world.secretary, on=TODAY)
    with pytest.raises(Refused, match="au plus tard le 10 décembre 2026"):
        consultations.close(row, actor=world.secretary, on=TODAY)
    page = f"{row.get_absolute_url()}actes/cloture/"
    assert "Je renonce à la nouvelle" in read(signed_in(world.secretary), page)
    consultations.close(row, actor=world.secretary, on=TODAY, sure=True)

    assert awaited(opinion) == [(date(2026, 12, 10), "cancelled")]


def reopened(world: World, opinion: Opinion) -> None:
    consultations.reopen_follow_up(
        opinion.consultation, actor=world.secretary, reason="Close par erreur"
    )


def closed(world: World, opinion: Opinion, **fields) -> None:
    row = opinion.consultation
    consultations.start_follow_up(row, actor=world.secretary, on=TODAY)
    consultations.close(row, actor=world.secretary, on=TODAY, **fields)


def test_a_file_that_is_reopened_awaits_its_second_look_again(world: World):
    opinion = of_agents(world)
    against(world, opinion)
    closed(world, opinion, sure=True)

    reopened(world, opinion)

    assert sorted(awaited(opinion)) == [
        (date(2026, 12, 10), "cancelled"),
        (date(2026, 12, 10), "open"),
    ]


def test_a_second_look_already_held_is_not_awaited_again(world: World):
    first = of_agents(world)
    against(world, first)
    against(world, point(world, opened(world)).opinion)
    closed(world, first)

    reopened(world, first)

    assert awaited(first) == [(date(2026, 12, 10), "met")]


def test_a_file_without_a_vote_awaits_nothing_when_it_is_reopened(world: World):
    in_public_service(world)
    row = consultations.give_opinion(opened(world), actor=world.secretary, on=TODAY)
    consultations.start_follow_up(row, actor=world.secretary, on=TODAY)
    consultations.close(row, actor=world.secretary, on=TODAY)

    consultations.reopen_follow_up(row, actor=world.secretary, reason="Par erreur")

    assert not Deadline.objects.filter(key__endswith=":reexamen").exists()


def test_a_day_put_right_says_again_whether_the_second_look_was_in_time(world: World):
    first = of_agents(world)
    against(world, first)
    late, in_time = date(2026, 12, 11), date(2026, 12, 10)
    with time_machine.travel(late, tick=False):
        row = opened(world, on=date(2026, 11, 20))
        against(world, point(world, row).opinion, held_on=late)
        before = awaited(first)

        events.correct(
            known(row, EventKind.OPINION),
            actor=world.secretary,
            on=in_time,
            reason="Faute de frappe",
            sure=True,
        )

    assert before == [(date(2026, 12, 10), "missed")]
    assert awaited(first) == [(date(2026, 12, 10), "met")]


@pytest.mark.parametrize(
    ("branch", "words"),
    [
        (Branch.HOSPITAL, "au plus tôt le 18 novembre 2026 et au plus tard le 10"),
        (Branch.STATE, "concerne les projets de texte"),
        ("", "concerne les projets de texte"),
    ],
)
def test_the_page_says_what_a_unanimous_vote_against_calls_for(
    world: World, branch, words
):
    opinion = of_agents(world, branch)
    vote = against(world, opinion)
    address = reverse("dialogue:vote", args=[world.project.pk, vote.pk])

    page = read(signed_in(world.elected), address)

    assert words in page
    assert "avis rendu : défavorable</span>" in page


@pytest.mark.parametrize(
    ("counts", "badge"),
    [
        ((4, 3, 0), "avis rendu : favorable</span>"),
        ((3, 4, 0), "avis rendu : défavorable</span>"),
        ((3, 3, 1), "avis réputé donné, sans majorité</span>"),
    ],
)
def test_no_page_says_that_a_public_body_adopted_its_opinion(
    world: World, counts, badge
):
    opinion = of_agents(world)
    names = ("votes_for", "votes_against", "abstentions")
    vote = hands(world, opinion, **dict(zip(names, counts, strict=True)))
    # The sheet that is corrected afterwards does not change what was counted.
    world.workplace.regime, world.workplace.instance = Regime.PRIVATE, Instance.CSE
    world.workplace.save()
    client = signed_in(world.secretary)

    pages = [
        read(client, reverse("dialogue:vote", args=[world.project.pk, vote.pk])),
        read(client, reverse("dialogue:opinion", args=[world.project.pk])),
    ]

    assert [badge in page for page in pages] == [True, True]
    assert ["adopté" in page for page in pages] == [False, False]
    assert "Avis rendu, pas encore transmis" in pages[1]
    opinion.refresh_from_db()
    content = documents.opinion_part(opinion, Item.objects.all())
    assert content["state"] == "rendu"
    with pytest.raises(Refused, match="L’avis est rendu : son texte ne peut plus"):
        point(world, opinion.consultation)


def test_a_council_still_adopts_its_opinion(world: World):
    consultation = opened(world)
    opinions.choose_stance(
        consultation, actor=world.secretary, stance=Stance.FAVOURABLE
    )
    opinion = point(world, consultation).opinion
    hands(world, opinion, votes_for=4, votes_against=3, abstentions=0)

    address = reverse("dialogue:opinion", args=[world.project.pk])
    page = read(signed_in(world.secretary), address)

    assert page.count("adopté</span>") == 2
    assert "Avis adopté, pas encore transmis" in page
    assert "avis rendu" not in page


def test_the_pages_of_a_public_body_ask_for_no_direction(world: World):
    opinion = of_agents(world, Branch.HOSPITAL)
    client = signed_in(world.secretary)

    written = read(client, reverse("dialogue:opinion", args=[world.project.pk]))
    to_open = read(
        client, reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    )

    assert "Enregistrer le sens" not in written
    assert "l’avis est réputé donné (article R. 254-70)." in to_open
    assert "L. 2315-32" not in to_open


@pytest.mark.parametrize(
    "fields",
    [
        {"public": True, "adopted": False},
        {"public": False, "adopted": True},
    ],
)
def test_the_database_ties_the_result_to_its_law(world: World, fields):
    opinion = of_agents(world)
    counts = {"present": 7, "votes_for": 3, "votes_against": 3, "abstentions": 1}

    with pytest.raises(DatabaseError), transaction.atomic():
        Vote.objects.create(
            opinion=opinion,
            opened_by=world.secretary,
            held_on=TODAY,
            closed_at="2026-11-10T10:00Z",
            **counts,
            **fields,
        )


def test_the_database_lets_the_vote_fill_in_a_direction_only_once(world: World):
    opinion = of_agents(world)
    hands(world, opinion)

    with pytest.raises(DatabaseError), transaction.atomic():
        Opinion.objects.filter(pk=opinion.pk).update(stance=Stance.RESERVED)


@pytest.mark.parametrize(
    ("branch", "name"),
    [
        (Branch.STATE, "CSA"),
        (Branch.TERRITORIAL, "CST"),
        (Branch.HOSPITAL, "CSE"),
        ("", "comité social"),
    ],
)
def test_the_paper_of_an_opinion_names_the_body_that_gives_it(
    world: World, branch, name
):
    opinion = of_agents(world, branch)
    opinion.stance = Stance.FAVOURABLE
    content = documents.opinion_content(opinion, world.secretary)
    page = render_to_string(documents.OPINION_TEMPLATE, content)

    assert documents.opinion_title(opinion).startswith(f"Avis du {name}, dossier")
    assert f"Avis du {name}" in page
    assert f"Le {name} rend un avis" in page
