"""Majority of the members present (L2315-32) and the sentence that announces it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.law.votes import (
    Subject,
    number_in_words,
    resolution_adopted,
    result_sentence,
)


@pytest.mark.parametrize(
    ("votes_for", "present_voting", "adopted"),
    [
        (4, 7, True),  # legal.md P5, Cass. soc. 25 Jan 1995 n° 92-16.778
        (3, 7, False),
        (4, 8, False),
        (5, 8, True),
        (1, 1, True),
        (0, 1, False),
        (1, 2, False),
        (2, 2, True),
    ],
)
def test_more_than_half_of_the_members_present_must_vote_for(
    votes_for, present_voting, adopted
):
    assert resolution_adopted(votes_for, present_voting) is adopted


@given(
    votes_for=st.integers(0, 30),
    against=st.integers(0, 30),
    abstentions=st.integers(0, 30),
)
def test_an_abstention_weighs_as_a_vote_against(votes_for, against, abstentions):
    present = votes_for + against + abstentions
    if present:
        assert resolution_adopted(votes_for, present) is (
            votes_for > against + abstentions
        )


@pytest.mark.parametrize(
    ("votes_for", "present_voting", "sentence"),
    [
        (-1, 7, "Un nombre de voix ne peut pas être négatif."),
        (0, 0, "Il faut au moins un membre présent pour voter."),
        (8, 7, "Il y a plus de voix pour que de membres présents qui votent."),
    ],
)
def test_impossible_votes_are_refused_with_a_sentence(
    votes_for, present_voting, sentence
):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        resolution_adopted(votes_for, present_voting)

    assert str(refusal.value) == sentence


def test_an_adopted_opinion_is_announced_in_words():
    assert (
        result_sentence(
            present_voting=7, votes_for=4, against=2, abstentions=1, digits=False
        )
        == "Sept membres présents votent\u00a0: quatre voix pour, deux contre, une "
        "abstention. L’avis est adopté."
    )


@pytest.mark.parametrize(
    ("counts", "subject", "sentence"),
    [
        (
            {"present_voting": 7, "votes_for": 4, "against": 2, "abstentions": 1},
            Subject.OPINION,
            "Sept (7) membres présents votent\u00a0: quatre (4) voix pour, deux (2) "
            "contre, une (1) abstention. L’avis est adopté.",
        ),
        (
            {"present_voting": 8, "votes_for": 4, "against": 4, "abstentions": 0},
            Subject.OPINION,
            "Huit (8) membres présents votent\u00a0: quatre (4) voix pour, quatre (4) "
            "contre, aucune (0) abstention. L’avis n’est pas adopté\u00a0: il fallait "
            "au moins cinq (5) voix pour.",
        ),
        (
            {
                "present_voting": 43,
                "votes_for": 21,
                "against": 0,
                "abstentions": 20,
                "blanks": 2,
            },
            Subject.RESOLUTION,
            "Quarante-trois (43) membres présents votent\u00a0: vingt et une (21) voix "
            "pour, aucune (0) contre, vingt (20) abstentions, deux (2) bulletins "
            "blancs ou nuls. La résolution n’est pas adoptée\u00a0: il fallait au "
            "moins vingt-deux (22) voix pour.",
        ),
        (
            {
                "present_voting": 2,
                "votes_for": 1,
                "against": 0,
                "abstentions": 0,
                "blanks": 1,
            },
            Subject.OPINION,
            "Deux (2) membres présents votent\u00a0: une (1) voix pour, aucune (0) "
            "contre, aucune (0) abstention, un (1) bulletin blanc ou nul. L’avis n’est "
            "pas adopté\u00a0: il fallait au moins deux (2) voix pour.",
        ),
        (
            {"present_voting": 1, "votes_for": 1, "against": 0, "abstentions": 0},
            Subject.RESOLUTION,
            "Un (1) membre présent vote\u00a0: une (1) voix pour, aucune (0) contre, "
            "aucune (0) abstention. La résolution est adoptée.",
        ),
    ],
)
def test_the_result_says_every_count_and_the_verdict(counts, subject, sentence):
    assert result_sentence(**counts, subject=subject) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            {"present_voting": 7, "votes_for": 4, "against": 2, "abstentions": 0},
            "Le total des voix (6) ne correspond pas au nombre de membres présents qui "
            "votent (7).",
        ),
        (
            {"present_voting": 7, "votes_for": 4, "against": 4, "abstentions": -1},
            "Un nombre de voix ne peut pas être négatif.",
        ),
        (
            {"present_voting": 100, "votes_for": 100, "against": 0, "abstentions": 0},
            "Un vote compte au plus 99 membres présents.",
        ),
        (
            {"present_voting": 0, "votes_for": 0, "against": 0, "abstentions": 0},
            "Il faut au moins un membre présent pour voter.",
        ),
    ],
)
def test_counts_that_cannot_be_are_refused_with_a_sentence(counts, sentence):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        result_sentence(**counts)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zéro"),
        (1, "un"),
        (16, "seize"),
        (17, "dix-sept"),
        (20, "vingt"),
        (21, "vingt et un"),
        (22, "vingt-deux"),
        (60, "soixante"),
        (61, "soixante et un"),
        (69, "soixante-neuf"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (72, "soixante-douze"),
        (79, "soixante-dix-neuf"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (90, "quatre-vingt-dix"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
    ],
)
def test_numbers_are_written_in_french(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "une"),
        (2, "deux"),
        (11, "onze"),
        (31, "trente et une"),
        (71, "soixante et onze"),
        (81, "quatre-vingt-une"),
    ],
)
def test_only_one_and_its_compounds_have_a_feminine(number, words):
    assert number_in_words(number, feminine=True) == words


def test_numbers_up_to_99_are_all_different():
    assert len({number_in_words(number) for number in range(100)}) == 100


@pytest.mark.parametrize("number", [-1, 100])
def test_other_numbers_are_not_written(number):
    with pytest.raises(ValueError, match="toutes lettres"):
        number_in_words(number)
