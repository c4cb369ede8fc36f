"""The recorded vote: who may, once each, majority of the members present (C-03)."""

import re
import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from dialogue.actions import opinions, votes
from dialogue.enums import Choice, ConsultationState, OpinionState, Stance, VoteMode
from dialogue.models import Consultation, Opinion, Vote, Voter
from projects.enums import DeadlineState, MandateKind, Role
from projects.errors import Refused
from projects.models import Deadline, Entry, Mandate, Project
from tests.dialogue.avis import TODAY, cast_all, hands, point, ready, titulaires
from tests.dialogue.stories import opened, signed_in
from tests.factories import World, make_mandate, make_member, make_world

FOR, AGAINST = Choice.FOR, Choice.AGAINST


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def opened_vote(world: World, *more) -> Vote:
    opinion = ready(world)
    return votes.open_vote(
        opinion, actor=world.secretary, present=[world.secretary, world.elected, *more]
    )


def state_of(vote: Vote) -> str:
    return Opinion.objects.get(pk=vote.opinion_id).state


def test_the_list_holds_titulaires_then_substitutes_whose_mandate_is_open(
    world: World,
):
    substitute = make_member(world.organisation)
    make_mandate(substitute, MandateKind.SUBSTITUTE)
    ended = make_member(world.organisation)
    make_mandate(ended, ends_on=TODAY - timedelta(days=1))
    delegate = make_member(world.organisation, Role.DELEGATE)
    make_mandate(delegate, MandateKind.UNION_DELEGATE)
    listed = votes.entitled(world.organisation, TODAY)
    assert {(row.member, row.substitute) for row in listed} == {
        (world.secretary, False),
        (world.elected, False),
        (substitute, True),
    }


def test_the_employer_is_never_a_voter_even_with_a_mandate_in_the_table(world: World):
    make_mandate(world.employer)
    listed = votes.entitled(world.organisation, TODAY)
    assert world.employer not in [row.member for row in listed]
    opinion = ready(world)
    with pytest.raises(Refused):
        votes.open_vote(opinion, actor=world.secretary, present=[world.employer])
    assert Voter.objects.count() == 0


def test_a_substitute_votes_only_in_place_of_an_absent_titulaire(world: World):
    substitute = make_member(world.organisation)
    make_mandate(substitute, MandateKind.SUBSTITUTE)
    opinion = ready(world)
    everybody = [world.secretary, world.elected, substitute]
    with pytest.raises(Refused, match="2 titulaires"):
        votes.open_vote(opinion, actor=world.secretary, present=everybody)
    vote = votes.open_vote(
        opinion, actor=world.secretary, present=[world.secretary, substitute]
    )
    assert vote.voters.count() == 2


def test_nobody_votes_on_nothing(world: World):
    consultation = opened(world)
    passage = point(world, consultation, "")
    opinion = passage.opinion
    with pytest.raises(Refused, match="sens de l’avis"):
        hands(world, opinion)
    opinion = opinions.choose_stance(
        consultation, actor=world.secretary, stance=Stance.RESERVED
    )
    with pytest.raises(Refused, match="au moins un point"):
        hands(world, opinion)


def test_a_vote_needs_an_open_consultation(world: World):
    opinion = ready(world)
    Consultation.objects.update(
        state=ConsultationState.DEEMED_NEGATIVE, deemed_on=TODAY
    )
    with pytest.raises(Refused, match="réputé négatif"):
        votes.open_vote(opinion, actor=world.secretary, present=[world.elected])


def test_a_member_present_who_does_not_vote_weighs_like_an_abstention(world: World):
    others = titulaires(world, 1)
    vote = opened_vote(world, *others)
    cast_all(vote, {world.secretary: FOR, world.elected: AGAINST})
    votes.close_vote(vote, actor=world.secretary)
    vote.refresh_from_db()
    assert (vote.present, vote.votes_for, vote.votes_against, vote.abstentions) == (
        3,
        1,
        1,
        1,
    )
    assert vote.adopted is False
    assert state_of(vote) == OpinionState.DRAFTING


def test_a_tie_is_not_adopted_and_the_vote_is_kept(world: World):
    vote = opened_vote(world)
    cast_all(vote, {world.secretary: FOR, world.elected: AGAINST})
    votes.close_vote(vote, actor=world.secretary)
    assert state_of(vote) == OpinionState.DRAFTING
    second = votes.open_vote(
        Opinion.objects.get(), actor=world.secretary, present=[world.elected]
    )
    assert list(Vote.objects.values_list("pk", "adopted")) == [
        (vote.pk, False),
        (second.pk, None),
    ]


def test_an_adopted_vote_gives_the_opinion_that_day_and_meets_the_deadline(
    world: World,
):
    opinion = ready(world)
    vote = hands(world, opinion, held_on=date(2026, 11, 9))
    consultation = Consultation.objects.get()
    assert (state_of(vote), consultation.state, consultation.opinion_on) == (
        OpinionState.ADOPTED,
        ConsultationState.OPINION_GIVEN,
        date(2026, 11, 9),
    )
    assert Project.objects.get(pk=world.project.pk).opinion_on == date(2026, 11, 9)
    key = f"consultation:{consultation.pk}:avis"
    assert Deadline.objects.get(key=key).state == DeadlineState.MET


def test_the_result_is_said_in_words_and_figures(world: World):
    vote = hands(world, ready(world))
    assert votes.result(vote) == (
        "Sept (7) membres présents votent\u00a0: quatre (4) voix pour, "
        "trois (3) contre, aucune (0) abstention. L’avis est adopté."
    )
    line = Entry.objects.get(verb="vote.closed")
    assert (line.room, line.data["votes_for"]) == ("caucus", 4)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"present": 8}, "ne correspond pas"),
        ({"present": 0, "votes_for": 0, "votes_against": 0}, "au moins un membre"),
        ({"votes_for": -1, "votes_against": 8}, "négatif"),
        ({"held_on": TODAY + timedelta(days=1)}, "avenir"),
        ({"held_on": date(2026, 10, 25)}, "ouverture"),
    ],
)
def test_a_result_that_cannot_be_is_refused(world: World, counts, sentence):
    with pytest.raises(Refused, match=sentence):
        hands(world, ready(world), **counts)
    assert Vote.objects.count() == 0


def test_a_vote_held_in_time_may_be_written_down_after_the_opinion_was_recorded(
    world: World,
):
    opinion = ready(world)
    Consultation.objects.update(
        state=ConsultationState.OPINION_GIVEN, opinion_on=date(2026, 11, 9)
    )
    with pytest.raises(Refused, match="9 novembre 2026"):
        hands(world, opinion)
    vote = hands(world, opinion, held_on=date(2026, 11, 9))
    assert state_of(vote) == OpinionState.ADOPTED


def test_a_ballot_is_cast_once_and_by_the_people_of_the_list_only(world: World):
    vote = opened_vote(world)
    votes.cast(vote, actor=world.elected, choice=FOR)
    with pytest.raises(Refused, match="déjà voté"):
        votes.cast(vote, actor=world.elected, choice=AGAINST)
    with pytest.raises(Refused, match="liste"):
        votes.cast(vote, actor=world.reader, choice=AGAINST)
    assert list(vote.voters.exclude(choice="").values_list("member", "choice")) == [
        (world.elected.pk, FOR)
    ]


def test_nothing_is_cast_after_the_count(world: World):
    vote = opened_vote(world)
    votes.close_vote(vote, actor=world.secretary)
    with pytest.raises(Refused, match="terminé"):
        votes.cast(vote, actor=world.elected, choice=FOR)
    with pytest.raises(Refused):
        votes.close_vote(vote, actor=world.secretary)


def test_a_cancelled_vote_keeps_its_reason_and_frees_the_text(world: World):
    vote = opened_vote(world)
    with pytest.raises(Refused, match="pourquoi"):
        votes.cancel_vote(vote, actor=world.secretary, reason=" ")
    votes.cancel_vote(vote, actor=world.secretary, reason="Un oubli.")
    assert state_of(vote) == OpinionState.DRAFTING
    url = reverse("dialogue:opinion", args=[world.project.pk])
    assert "Un oubli." in signed_in(world.elected).get(url).content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_posts_at_once_make_one_ballot():
    world = make_world()
    vote = opened_vote(world)
    refused = []
    start = threading.Barrier(40)

    def post() -> None:
        start.wait()
        try:
            votes.cast(Vote.objects.get(pk=vote.pk), actor=world.elected, choice=FOR)
        except Refused:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 39
    assert Entry.objects.filter(verb="vote.cast").count() == 1


def address(world: World, route: str, vote: Vote) -> str:
    return reverse(f"dialogue:{route}", args=[world.project.pk, vote.pk])


def test_the_vote_is_the_caucuss_own(world: World):
    vote = opened_vote(world)
    routes = ("vote", "vote_cast", "vote_close", "vote_cancel")
    for who in (world.employer, world.expert, world.outsider, world.ex_member):
        client = signed_in(who)
        answers = {
            (client.get if route == "vote" else client.post)(
                address(world, route, vote)
            ).status_code
            for route in routes
        }
        assert answers == {404}
    for route in ("vote_cast", "vote_close", "vote_cancel"):
        answer = signed_in(world.reader).post(address(world, route, vote))
        assert answer.status_code == 403


def test_how_one_voted_is_shown_once_the_vote_is_closed(world: World):
    vote = opened_vote(world)
    votes.cast(vote, actor=world.secretary, choice=AGAINST)
    client = signed_in(world.elected)
    during = client.get(address(world, "vote", vote)).content.decode()
    assert "a voté" in during
    assert "contre" not in during.partition('id="vote"')[2].partition("</section>")[0]
    votes.close_vote(vote, actor=world.secretary)
    after = client.get(address(world, "vote", vote)).content.decode()
    assert ">contre<" in after
    assert "n’a pas voté" in after


def test_the_page_shows_the_text_that_is_voted_and_one_button_to_go_on(world: World):
    vote = opened_vote(world)
    Opinion.objects.update(stance=Stance.UNFAVOURABLE)
    client = signed_in(world.secretary)
    html = client.get(address(world, "vote", vote)).content.decode()
    main = html.partition("<main")[2].replace("\xa0", " ")
    text, ballot = main.index("L’avis soumis au vote"), main.index("Votre vote")
    passage = vote.opinion.passages.first()
    assert passage is not None
    assert text < main.index(passage.text) < ballot
    assert (
        "Voter « pour », c’est adopter l’avis ci-dessus, qui est défavorable." in main
    )
    page = main.partition("<dialog")[0]
    assert re.findall(r'<button class="btn"[^>]*>([^<]+)', page) == ["Voter"]
    votes.cast(vote, actor=world.secretary, choice=FOR)
    again = client.get(address(world, "vote", vote)).content.decode()
    page = again.partition("<main")[2].partition("<dialog")[0]
    assert re.findall(r'<button class="btn"[^>]*>([^<]+)', page) == ["Clore et compter"]


def test_a_text_that_may_have_changed_since_is_not_shown_as_voted(world: World):
    vote = opened_vote(world)
    votes.cancel_vote(vote, actor=world.secretary, reason="liste incomplète")
    html = signed_in(world.elected).get(address(world, "vote", vote)).content.decode()
    assert "L’avis soumis au vote" not in html


def test_a_whole_vote_through_the_pages(world: World):
    opinion = ready(world)
    url = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    secretary, elected = signed_in(world.secretary), signed_in(world.elected)
    assert secretary.get(url).status_code == 200
    present = [str(world.secretary.pk), str(world.elected.pk)]
    answer = secretary.post(url, {"mode": "nominal", "nominal-present": present})
    vote = Vote.objects.get()
    assert answer.headers["Location"] == address(world, "vote", vote)
    for client in (secretary, elected):
        posted = client.post(address(world, "vote_cast", vote), {"choice": "for"})
        assert posted.status_code == 302
    assert secretary.post(address(world, "vote_close", vote)).status_code == 302
    page = elected.get(address(world, "vote", vote)).content.decode()
    assert "Deux (2) membres présents votent" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"mode": "nominal"}, "il en faut au moins un"),
        ({"mode": "nominal", "nominal-present": "x"}, "rechargez la page"),
        ({"mode": "show_of_hands", "hands-held_on": "hier"}, "date complète"),
        (
            {
                "mode": "show_of_hands",
                "hands-held_on": "2026-11-10",
                "hands-present": "7",
                "hands-votes_for": "4",
                "hands-votes_against": "1",
                "hands-abstentions": "0",
            },
            "ne correspond pas",
        ),
        ({}, "Écrivez un nombre"),
        ({"mode": "autre"}, "Écrivez un nombre"),
    ],
)
def test_a_bad_opening_says_why(world: World, typed, sentence):
    opinion = ready(world)
    url = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    answer = signed_in(world.secretary).post(url, typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Vote.objects.count() == 0


def test_a_bad_ballot_or_cancellation_says_why(world: World):
    vote = opened_vote(world)
    client = signed_in(world.secretary)
    for route, sentence in (
        ("vote_cast", "Choisissez pour, contre ou abstention."),
        ("vote_cancel", "Dites pourquoi le vote est annulé."),
    ):
        answer = client.post(address(world, route, vote), {"choice": "peut-être"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_opening_is_the_secretarys_and_shows_no_form_once_voted(world: World):
    opinion = ready(world)
    url = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    assert signed_in(world.elected).get(url).status_code == 403
    assert signed_in(world.employer).get(url).status_code == 404
    hands(world, opinion)
    assert signed_in(world.secretary).get(url).status_code == 302
    assert Vote.objects.get().mode == VoteMode.SHOW_OF_HANDS


def test_more_hands_than_known_titulaires_are_confirmed_first(world: World):
    opinion = ready(world)
    with pytest.raises(Refused, match=r"présents saisis : 7\. .* ce jour-là : 2\."):
        hands(world, opinion, sure=False)
    assert Vote.objects.count() == 0
    url = reverse("dialogue:vote_open", args=[world.project.pk, opinion.pk])
    typed = {
        "mode": VoteMode.SHOW_OF_HANDS,
        "hands-held_on": TODAY.isoformat(),
        "hands-present": 7,
        "hands-votes_for": 4,
        "hands-votes_against": 3,
        "hands-abstentions": 0,
    }
    client = signed_in(world.secretary)
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Je confirme ce nombre" in refused.content.decode()
    assert client.post(url, typed | {"hands-sure": "on"}).status_code == 302
    assert Vote.objects.get().present == 7


def test_hands_are_not_compared_where_no_mandate_is_known(world: World):
    opinion = ready(world)
    Mandate.objects.all().delete()
    hands(world, opinion, sure=False)
    assert Vote.objects.get().present == 7


def test_as_many_hands_as_titulaires_need_no_confirmation(world: World):
    counts = {"present": 2, "votes_for": 2, "votes_against": 0, "abstentions": 0}
    hands(world, ready(world), sure=False, **counts)
    assert state_of(Vote.objects.get()) == OpinionState.ADOPTED


def test_a_vote_moves_an_opinion_only_as_its_states_allow(world: World):
    opinion = ready(world)
    with pytest.raises(Refused, match="L’avis est en rédaction"):
        votes._move(opinion, OpinionState.ADOPTED)
    assert Opinion.objects.get().state == OpinionState.DRAFTING
