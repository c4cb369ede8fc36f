"""The library of questions: its file, what it refuses, and the drafts made of it."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue import library
from dialogue.actions import questions
from dialogue.enums import QuestionState, Theme
from dialogue.library import LibraryError, LibraryQuestion, parse
from dialogue.models import Question
from projects.enums import Answer3, Confidence, Phase, Use
from projects.errors import Refused
from projects.french import french
from projects.models import Entry, Project
from tests.dialogue.stories import address, drafted, html_of, opened, signed_in
from tests.factories import World

GOOD = """[methods.apidor]
title = "APIDOR"
link = "https://exemple.fr"
fidelity = "source lue"

[[question]]
id = "but"
theme = "purpose"
phases = ["framing"]
text = "Pourquoi ce projet ?"
why = "Savoir."
method = "apidor"
"""


def by_id(*codes: str) -> list[LibraryQuestion]:
    known = {one.id: one for one in library.questions()}
    return [known[code] for code in codes]


def test_the_library_covers_every_theme_and_every_phase() -> None:
    found = library.questions()
    assert len(found) >= 60
    assert {one.theme for one in found} == set(Theme)
    assert {phase for one in found for phase in one.phases} == set(Phase)


def test_every_question_says_why_where_from_and_how_far_it_was_read() -> None:
    for one in library.questions():
        assert one.origin.link.startswith("https://")
        assert one.origin.mark
        assert "\n" not in one.why
        assert one.origin.mark != str(Confidence.M.label)


def test_the_library_is_written_as_french_is_printed() -> None:
    wrong = re.compile(r"[\"'…]|\.\.|  |\( | \)| ,|\bIA ?\?|(?<! )[?!;:»]|«(?! )")
    found = {
        words: wrong.findall(words)
        for one in library.questions()
        for words in (one.text, one.why)
        if wrong.search(words)
    }
    assert found == {}
    for one in library.questions():
        assert one.text[0].isupper()
        assert one.why.endswith(".")


def test_a_good_file_is_read() -> None:
    (one,) = parse(GOOD, "essai.toml")
    assert one == LibraryQuestion(
        id="but",
        theme=Theme.PURPOSE,
        phases=(Phase.FRAMING,),
        text="Pourquoi ce projet ?",
        why="Savoir.",
        origin=library.Origin(
            "APIDOR",
            "https://exemple.fr",
            "inspirée de, formulation propre, source lue",
        ),
        when=frozenset(),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('theme = "purpose"', 'theme = "buts"', "essai.toml:8: « buts » n’est pas"),
        ('phases = ["framing"]', "phases = []", "essai.toml:9: « phases » est une"),
        (
            'phases = ["framing"]',
            'phases = ["framing", "framing"]',
            "essai.toml:9: « phases » répète",
        ),
        ('why = "Savoir."\n', "", "essai.toml:6: il manque « why »."),
        ("projet ?", "projet.", "essai.toml:10: une question finit par un point"),
        ('id = "but"', 'id = "But 1"', "essai.toml:7: l’identifiant s’écrit"),
        ('method = "apidor"', 'rule = "Z-99"', "essai.toml:12: la règle « Z-99 »"),
        ('method = "apidor"', 'method = "moi"', "essai.toml:12: « moi » n’est pas"),
        ('method = "apidor"', "", "essai.toml:6: une question vient d’une règle"),
        ('method = "apidor"', 'couleur = "bleu"', "essai.toml:12: le champ « couleur"),
        (
            'method = "apidor"',
            'method = "apidor"\nwhen = ["x"]',
            "essai.toml:13: « x »",
        ),
        ('fidelity = "source lue"', "", "essai.toml: la méthode « apidor » n’a pas de"),
        ("[[question]]", "[[question]", "essai.toml: "),
        ("Pourquoi", "Pourquoi" + "a" * 300, "essai.toml:10: « text » dépasse 300"),
    ],
)
def test_a_wrong_file_says_the_file_the_line_and_what_to_write(
    old: str, new: str, said: str
) -> None:
    with pytest.raises(LibraryError) as refused:
        parse(GOOD.replace(old, new), "essai.toml")
    assert str(refused.value).startswith(said)


def test_two_questions_with_one_name_are_refused_at_the_line_of_the_first() -> None:
    second = GOOD[GOOD.index("[[question]]") :].replace("projet ?", "outil ?")
    with pytest.raises(LibraryError, match="« but » est écrit deux fois"):
        parse(GOOD + "\n" + second, "essai.toml")


def test_chosen_questions_become_drafts_and_never_twice(world: World) -> None:
    consultation = opened(world)
    chosen = by_id("but-ecrit", "calendrier")
    made = questions.draft_from_library(
        consultation, actor=world.elected, chosen=chosen
    )
    assert [(row.text, row.theme, row.state) for row in made] == [
        (french(one.text), one.theme, QuestionState.DRAFT) for one in chosen
    ]
    again = questions.draft_from_library(
        consultation, actor=world.secretary, chosen=[*chosen, *by_id("panne")]
    )
    assert [row.library for row in again] == ["panne"]
    assert Entry.objects.filter(verb="question.drafted").count() == 3


def test_a_question_reworded_stays_known_and_one_withdrawn_comes_back(
    world: World,
) -> None:
    consultation = opened(world)
    (row,) = questions.draft_from_library(
        consultation, actor=world.elected, chosen=by_id("panne")
    )
    questions.edit(
        row,
        actor=world.elected,
        text="Et en cas de panne ?",
        theme=Theme.ROLLBACK,
        origin=None,
        seen=row.text,
    )

    def take() -> list[Question]:
        return questions.draft_from_library(
            consultation, actor=world.elected, chosen=by_id("panne")
        )

    assert take() == []
    questions.withdraw(row, actor=world.elected)
    assert [one.library for one in take()] == ["panne"]


def test_the_same_words_typed_by_hand_are_not_taken_again(world: World) -> None:
    consultation = opened(world)
    (one,) = by_id("panne")
    drafted(world, consultation, french(one.text))
    made = questions.draft_from_library(consultation, actor=world.elected, chosen=[one])
    assert made == []


def test_a_closed_consultation_takes_nothing_from_the_library(world: World) -> None:
    consultation = opened(world)
    type(consultation).objects.update(
        state="closed", follow_up_on="2026-11-01", closed_on="2026-11-02"
    )
    with pytest.raises(Refused, match="est close"):
        questions.draft_from_library(
            consultation, actor=world.elected, chosen=by_id("panne")
        )


@pytest.mark.parametrize(
    ("sheet", "suggested"),
    [
        ({"uses": {Use.RECRUITMENT: "yes"}}, "recrutement"),
        ({"monitoring": Answer3.YES}, "traces"),
        ({"staff_data": Answer3.YES}, "aipd"),
        ({"pilot_planned_on": "2026-12-01"}, "pilote-arret"),
        ({"ai_functions": ["generates"]}, "relecture"),
        ({"uses": {Use.EMOTIONS: "yes"}}, "emotions"),
    ],
)
def test_the_sheet_brings_questions_forward(
    world: World, sheet: dict[str, Any], suggested: str
) -> None:
    opened(world)
    url = address(world, "question_library")
    assert "Proposées d’après la fiche" not in html_of(world.elected, url)
    Project.objects.filter(pk=world.project.pk).update(**sheet)
    forward = html_of(world.elected, url).partition("forward-title")[2]
    assert f'value="{suggested}"' in forward.partition("</section>")[0]


def test_the_page_filters_by_theme_and_phase_without_script(world: World) -> None:
    opened(world)
    url = address(world, "question_library")
    html = html_of(world.elected, f"{url}?theme=rollback&phase=maintenance")
    wanted = [
        one.id
        for one in library.questions()
        if one.theme == Theme.ROLLBACK and Phase.MAINTENANCE in one.phases
    ]
    assert (
        re.findall(r'name="questions"\s+id="[^"]*"\s+value="([^"]*)"', html) == wanted
    )


def test_several_are_ticked_and_the_page_says_what_was_left_out(world: World) -> None:
    opened(world)
    url = address(world, "question_library")
    client = signed_in(world.elected)
    codes = {"questions": ["but-ecrit", "panne"]}
    assert "2 questions sont ajoutées" in client.post(url, codes, follow=True).text
    assert "n’ont pas été reprises" in client.post(url, codes, follow=True).text
    assert Question.objects.count() == 2
    assert "déjà dans vos questions" in client.get(url).text
    assert "Cochez au moins une question" in client.post(url, {}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_asks_as_many_queries_whatever_was_taken(
    world: World, rows: int
) -> None:
    chosen = list(library.questions()[:rows])
    questions.draft_from_library(opened(world), actor=world.elected, chosen=chosen)
    client = signed_in(world.elected)
    url = address(world, "question_library")
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    assert len(captured) == 7
