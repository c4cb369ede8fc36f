"""What a vote of a public body says, read aloud (B-07f)."""

from datetime import date

import pytest

from dialogue.law.books.public_sector import EXAMINED_AGAIN
from dialogue.law.public_votes import (
    is_conditional,
    only_a_text,
    public_result_sentence,
    second_look,
)
from dialogue.law.votes import Subject
from projects.enums import Branch

STATE = {"branch": Branch.STATE}
GIVEN = "Sans majorité, l’avis est réputé donné (article R. 254-60)."


@pytest.mark.parametrize(
    ("votes", "subject", "verdict"),
    [
        ((5, 3, 1), Subject.OPINION, "L’avis est favorable."),
        ((2, 6, 1), Subject.OPINION, "L’avis est défavorable."),
        ((5, 3, 1), Subject.RESOLUTION, "La résolution est adoptée."),
        ((2, 6, 1), Subject.RESOLUTION, "La résolution n’est pas adoptée."),
        ((4, 4, 1), Subject.OPINION, GIVEN),
        ((0, 0, 9), Subject.OPINION, GIVEN),
        ((4, 4, 1), Subject.RESOLUTION, "La résolution n’est pas adoptée."),
    ],
)
def test_without_a_majority_nothing_is_voted_down(votes, subject, verdict):
    said = public_result_sentence(*votes, subject=subject, **STATE)

    assert said.startswith("Neuf (9) membres présents votent\u00a0: ")
    assert "blanc" not in said
    assert said.endswith(f" {verdict}")


def test_shares_are_counted_and_said_in_figures():
    assert public_result_sentence(5, 3, 1, subject=Subject.OPINION, **STATE) == (
        "Neuf (9) membres présents votent\u00a0: cinq (5) voix pour, trois (3) contre, "
        "une (1) abstention. L’avis est favorable."
    )


@pytest.mark.parametrize(
    ("branch", "votes", "article"),
    [
        (Branch.STATE, (3, 2, 4), "article R. 254-60"),
        (Branch.HOSPITAL, (3, 2, 4), "article R. 254-70"),
        (Branch.TERRITORIAL, (4, 4, 1), "article R. 254-66"),
        (Branch.TERRITORIAL, (3, 2, 4), "article R. 254-66, à vérifier"),
        (None, (4, 4, 1), "code général de la fonction publique, article à vérifier"),
    ],
)
def test_each_branch_has_its_article_and_what_was_not_read_is_marked(
    branch, votes, article
):
    said = public_result_sentence(*votes, subject=Subject.OPINION, branch=branch)

    assert said.endswith(f" Sans majorité, l’avis est réputé donné ({article}).")


@pytest.mark.parametrize(
    ("votes_against", "present", "branch"),
    [
        (6, 7, Branch.TERRITORIAL),
        (6, 7, None),
        (0, 0, Branch.HOSPITAL),
        (7, 7, Branch.STATE),
    ],
)
def test_no_second_look_without_unanimity_nor_in_the_state(
    votes_against, present, branch
):
    assert second_look(votes_against, present, date(2026, 11, 10), branch) is None


TOLD = (
    "Point de départ : le vote du mardi 10 novembre 2026, où toutes les voix sont "
    "contre.",
    "Le projet est réexaminé : l’instance, convoquée à nouveau, délibère au plus "
    "tôt le 18 novembre 2026 et au plus tard le 10 décembre 2026.",
)
TEXTS = (
    "Pour l’État, le réexamen après un vote unanime concerne les projets de texte "
    "soumis au comité social d’administration."
)


QUESTIONS = (
    "Au comité social territorial, n’est réexaminée qu’une question dont la mise en "
    "œuvre demande une délibération de la collectivité ou de l’établissement."
)


@pytest.mark.parametrize(
    ("branch", "steps"),
    [(Branch.HOSPITAL, TOLD), (None, (*TOLD, TEXTS, QUESTIONS))],
)
def test_a_unanimous_vote_against_is_looked_at_again_in_thirty_days(branch, steps):
    found = second_look(7, 7, date(2026, 11, 10), branch)

    assert found is not None
    assert (found.code, found.head, found.rule) == ("reexamen", "", EXAMINED_AGAIN)
    assert found.starts_on == date(2026, 11, 10)
    assert (found.strict, found.extended) == (date(2026, 12, 10), date(2026, 12, 10))
    assert found.steps == steps
    assert found.label == (
        "Dernier jour pour délibérer à nouveau après un vote unanime contre"
    )
    assert found.consequence == (
        "Sans nouvelle délibération au plus tard le 10 décembre 2026, faites noter que "
        "le projet n’a pas été réexaminé."
    )
    assert found.what_would_change == (
        "Une autre date de vote déplacerait cette date.",
    )


def test_in_a_local_authority_the_second_look_stands_under_a_condition():
    found = second_look(7, 7, date(2026, 11, 10), Branch.TERRITORIAL)

    assert found is not None
    assert found.strict == date(2026, 12, 10)
    assert found.steps == (*TOLD, QUESTIONS)
    assert found.label.replace("\u00a0", " ") == (
        "Si le projet demande une délibération de la collectivité : dernier jour pour "
        "délibérer à nouveau après un vote unanime contre"
    )
    assert found.consequence.replace("\u00a0", " ") == (
        "Cette date ne vaut que si le projet demande une délibération de la "
        "collectivité : posez la question, et faites noter la réponse avant le "
        "10 décembre 2026."
    )
    assert [is_conditional(each) for each in (*Branch, None)] == [
        each is Branch.TERRITORIAL for each in (*Branch, None)
    ]


@pytest.mark.parametrize(
    ("votes_against", "present", "branch", "said"),
    [
        (7, 7, Branch.STATE, TEXTS),
        (6, 7, Branch.STATE, ""),
        (7, 7, Branch.TERRITORIAL, ""),
        (7, 7, None, ""),
    ],
)
def test_in_the_state_a_unanimous_vote_is_looked_at_again_only_for_a_text(
    votes_against, present, branch, said
):
    assert only_a_text(votes_against, present, branch) == said
