"""What a vote of a public body says, read aloud (R254-60)."""

import pytest

from dialogue.law.public_votes import public_result_sentence
from dialogue.law.votes import Subject

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
    ],
)
def test_without_a_majority_nothing_is_voted_down(votes, subject, verdict):
    said = public_result_sentence(*votes, subject=subject)

    assert said.startswith("Neuf (9) membres présents votent\u00a0: ")
    assert "blanc" not in said
    assert said.endswith(f" {verdict}")
