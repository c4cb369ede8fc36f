"""What a request may ask of the dialogue: its method, and the days typed in it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from dialogue.forms.consultations import OpenForm
from dialogue.forms.events import AgreementForm
from dialogue.forms.opinions import HandsForm
from dialogue.models import Consultation
from tests.dialogue.stories import address, drafted, opened, sent, signed_in
from tests.factories import World


@pytest.fixture(autouse=True)
def on_the_20th_of_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T10:00:00+01:00", tick=False):
        yield


def test_a_page_with_a_form_takes_no_other_method(world: World) -> None:
    consultation = opened(world)
    draft = drafted(world, consultation, "Qui ?")
    asked = sent(world, consultation, "Où ?").questions.get()
    client = signed_in(world.secretary)
    letter = client.post(
        address(world, "letter_new"), {"subject": "Relance", "body": "Merci."}
    ).url
    pages = [
        address(world, "consultation_new"),
        address(world, "consultation_act", consultation.pk, "avis"),
        address(world, "question_new"),
        address(world, "question_edit", draft.pk),
        address(world, "answer_new", asked.pk),
        address(world, "question_judge", asked.pk),
        address(world, "questions_send"),
        address(world, "letter_new"),
        address(world, "letter_edit", consultation.letters.get().pk),
    ]
    assert letter == address(world, "letter", consultation.letters.get().pk)
    for page in pages:
        assert [
            getattr(client, method)(page).status_code for method in ("put", "delete")
        ] == [405, 405]


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("0026-11-10", False),
        ("2014-12-31", False),
        ("2015-01-01", True),
        ("2028-11-20", True),
        ("2028-11-21", False),
        ("9999-12-31", False),
    ],
)
def test_a_day_that_nobody_can_mean_is_a_slip_of_the_keyboard(
    world: World, typed: str, accepted: bool
) -> None:
    form = AgreementForm(
        {"on": "2026-11-18", "until": typed, "note": "Accord"},
        consultation=opened(world),
        member=world.secretary,
    )
    sentence = "Vérifiez l’année : la date va du 1er janvier 2015 au 20 novembre 2028."
    assert form.errors.get("until", []) == ([] if accepted else [sentence])


def test_the_day_of_a_vote_and_of_the_information_are_checked_alike(
    world: World,
) -> None:
    hands = HandsForm({"held_on": "0202-11-10"})
    handed = OpenForm(
        {"on": "0202-11-10"}, consultation=Consultation(), member=world.secretary
    )
    errors = [*hands.errors["held_on"], *handed.errors["on"]]
    assert [str(error).partition(" :")[0] for error in errors] == [
        "Vérifiez l’année",
        "Vérifiez l’année",
    ]
    assert date(2026, 11, 20) == HandsForm().get_initial_for_field(
        HandsForm().fields["held_on"], "held_on"
    )
