"""The quiz explains, counts nothing and keeps nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diagnostics import loading
from diagnostics.learning import current_canvas, current_quiz
from tests.diagnostics.hearings import make_learning
from tests.dialogue.stories import signed_in
from tests.factories import World


def question(code: str) -> str:
    return reverse("diagnostics:quiz_item", args=[code])


@pytest.mark.parametrize(
    ("code", "choice", "verdict"),
    [
        ("IA1", ["1"], "C’est cela."),
        ("IA1", ["0"], "Voici ce que l’on sait."),
        ("IA2", ["0", "2"], "C’est cela."),
        ("IA2", ["0"], "Voici ce que l’on sait."),
    ],
)
def test_every_answer_opens_the_explanation_and_its_source(
    world: World, code: str, choice: list[str], verdict: str
) -> None:
    make_learning()
    page = signed_in(world.elected).post(question(code), {"choice": choice}).text
    assert verdict in page
    assert f"Explication {code}." in page
    assert "Ici" in page  # the title of the source


def test_one_answer_is_a_button_and_several_are_boxes(world: World) -> None:
    make_learning()
    client = signed_in(world.elected)
    assert 'type="radio"' in client.get(question("IA1")).text
    page = client.get(question("IA2")).text
    assert 'type="checkbox"' in page
    assert "Plusieurs réponses sont justes" in page


@pytest.mark.parametrize("data", [{}, {"choice": ["9"]}, {"choice": ["mot"]}])
def test_no_answer_is_asked_for_again(world: World, data: dict[str, list[str]]) -> None:
    make_learning()
    answer = signed_in(world.elected).post(question("IA1"), data)
    assert answer.status_code == 422
    assert "Explication" not in answer.text


def test_an_answer_writes_nothing_anywhere(world: World) -> None:
    make_learning()
    client = signed_in(world.elected)
    client.get(question("IA1"))
    before = dict(client.session)
    with CaptureQueriesContext(connection) as captured:
        client.post(question("IA1"), {"choice": ["1"]})
    verbs = {query["sql"].split()[0] for query in captured}
    assert verbs <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert dict(client.session) == before


def test_the_path_says_when_its_texts_are_not_there(world: World) -> None:
    client = signed_in(world.elected)
    page = client.get(reverse("diagnostics:diag"))
    assert "ne sont pas encore chargés" in page.text
    assert client.get(reverse("diagnostics:quiz")).status_code == 404
    assert client.get(reverse("diagnostics:tasks")).status_code == 404


def test_the_texts_of_navette_make_the_whole_path(world: World) -> None:
    names = ("diag-quiz.toml", "diag-taches.toml")
    loading.load([path for path in loading.files() if path.name in names])
    quiz, canvas = current_quiz(), current_canvas()
    assert quiz
    assert canvas
    client = signed_in(world.elected)
    themes = client.get(reverse("diagnostics:quiz")).text
    assert all(item.theme in themes for item in quiz.items)
    for item in quiz.items:
        assert client.get(question(item.code)).status_code == 200
    assert client.get(reverse("diagnostics:task_new")).status_code == 200
