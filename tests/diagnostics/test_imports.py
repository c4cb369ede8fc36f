"""What a file of a diagnostic may hold: refused in words, never with a breakdown."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from diagnostics.actions import answers, assessments, imports, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party
from diagnostics.models import Assessment, Instrument
from diagnostics.source import ContentError
from diagnostics.tables import as_values
from projects.enums import Role
from projects.errors import Refused
from projects.models import Entry
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import World, make_guest

pytestmark = pytest.mark.django_db
HALF = "\ud800"
GROUP = {"party": "representatives", "label": "Matin", "people": 7}


@pytest.fixture
def values(world: World) -> dict[str, Any]:
    """The file of a small diagnostic, with one agreed degree."""
    row = make_assessment(world.project, world.secretary)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_2=-1)
    said = Said(AnswerKind.LEVEL, 1, verbatim="On attend.", evidence="Le 3 mars")
    answers.save(sheet, "D1.1", said, actor=world.secretary)
    assessments.close(row, actor=world.secretary)
    outcomes.agree(
        row,
        "D1.1",
        actor=world.secretary,
        level=1,
        note="Relu.",
        disagreement="",
        agreed_on=row.started_on,
    )
    return copy.deepcopy(as_values(row, world.secretary))


def words(values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = values["words"][0]
    return found


def answer(values: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = values["sheets"][0]["answers"][0]
    return found


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda v: answer(v).update(level=[1]), "n’est pas un degré de l’échelle"),
        (lambda v: answer(v).update(level=True), "n’est pas un degré de l’échelle"),
        (
            lambda v: answer(v).update(kind="unknown", level=-1),
            "une réponse sans degré n’en porte pas",
        ),
        (lambda v: answer(v).update(level=None), "il manque le degré"),
        (
            lambda v: v["sheets"][0].update(answers=[]),
            "aucune feuille ne porte de réponse",
        ),
        (lambda v: answer(v).update(trust=True), "« trust » va de 1 à 3"),
        (
            lambda v: v["agreed"][0].update(level=[1]),
            "n’est pas un degré de l’échelle",
        ),
        (lambda v: v["agreed"].append(v["agreed"][0]), "est écrit deux fois"),
        (lambda v: words(v).update(verbatim=HALF), "qui ne s’écrivent pas"),
        (lambda v: words(v).update(verbatim="a\x00b"), "qui ne s’écrivent pas"),
        (lambda v: words(v).update(verbatim="", evidence=""), "il manque « evidence »"),
        (lambda v: words(v).update(criterion="D9"), "n’est pas dans la grille"),
        (lambda v: words(v).update(label="Matin"), "« label » n’existe pas"),
        (lambda v: words(v).update(party="users"), "plus de textes que de réponses"),
        (lambda v: v["words"].append(words(v)), "plus de textes que de réponses"),
        (lambda v: answer(v).update(verbatim="Mot."), "« verbatim » n’existe pas"),
        (lambda v: v["sheets"][0].update(label="Matin"), "« label » n’existe pas"),
        (
            lambda v: v["groups"].extend([GROUP, GROUP]),
            "plus de groupes que de feuilles",
        ),
        (lambda v: v["groups"].append(GROUP | {"people": 1}), "va de 2 à 5000"),
        (
            lambda v: v.update(format="navette-diagnostic-1"),
            "d’une version d’essai, où chaque texte tenait à ses degrés",
        ),
        (lambda v: v["grid"].update(title=HALF), "qui ne s’écrivent pas"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    world: World,
    values: dict[str, Any],
    change: Callable[[dict[str, Any]], Any],
    sentence: str,
) -> None:
    change(values)
    before = (Assessment.objects.count(), Instrument.objects.count())
    with pytest.raises(ContentError, match=sentence):
        imports.bring_in(world.project, values, actor=world.secretary, name="a.json")
    assert (Assessment.objects.count(), Instrument.objects.count()) == before


def test_a_grid_that_comes_with_a_diagnostic_is_in_the_journal(
    world: World, values: dict[str, Any]
) -> None:
    values["grid"]["title"] = "Une autre grille"
    row = imports.bring_in(world.project, values, actor=world.elected, name="a.json")
    instrument = row.version.instrument
    line = Entry.objects.get(verb="instrument.imported")
    assert (line.target, line.data) == (instrument.pk, {"number": 1})
    assert line.sentence.endswith(": Une autre grille")
    assert (instrument.current, row.version.published_by) == (
        row.version,
        world.elected,
    )


def test_a_guest_brings_in_no_grid_that_nobody_could_open(
    world: World, values: dict[str, Any]
) -> None:
    guest = make_guest(world.project, Role.FACILITATOR, caucus=True)
    imports.bring_in(world.project, values, actor=guest, name="a.json")
    values["grid"]["title"] = "Une autre grille"
    with pytest.raises(Refused, match="pas une personne invitée"):
        imports.bring_in(world.project, values, actor=guest, name="a.json")
    assert Instrument.objects.count() == 1
