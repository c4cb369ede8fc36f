"""Wherever a method is shown or printed: its source, and how far it was followed."""

import re
from html import unescape

import pytest
from django.urls import reverse

from diagnostics.enums import InstrumentKind
from projects.enums import ReportKind
from projects.models import Report
from projects.reports import html_of as html_of_report
from tests.diagnostics.books import book_values, make_logbook
from tests.diagnostics.hearings import make_card, make_interview, make_learning
from tests.diagnostics.uses import grid_values, make_assessment, make_instrument
from tests.dialogue.stories import html_of, signed_in

pytestmark = pytest.mark.django_db

#: Of the short instruments of the tests: the first source, and « proposal ».
SOURCE, MARK = "Ici", "proposition de Navette"


def address(world, name, *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def words_of(html):
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return " ".join(text.split())


def paper(world, name, *rest):
    signed_in(world.secretary).post(address(world, name, *rest))
    return html_of_report(Report.objects.latest("asked_at"))


# ---- pages --------------------------------------------------------------------------
def test_a_phase_says_what_its_source_does_not_tell(world):
    """Nothing for acceptance, four things for framing; « all phases » has no such."""
    values = book_values(id="conseils")
    told = ("watched", "inputs", "outputs", "actors")
    values["stage"][2] |= {one: ["Écrit."] for one in told}
    make_instrument("conseils", kind=InstrumentKind.ADVICE, values=values)
    make_logbook(world.project, world.secretary)
    page = html_of(world.secretary, address(world, "logbook"))
    unsaid = "Ce que Navette a lu de la source ne le dit pas."
    counted = {
        code: page.partition(f'id="phase-{code}"')[2]
        .partition("Le dialogue</dt>")[0]
        .count(unsaid)
        for code in ("C", "T")
    }
    assert counted == {"C": 4, "T": 0}
    assert page.count(unsaid) == 4


def test_a_session_on_tasks_says_where_its_method_comes_from(world):
    make_learning()
    page = words_of(html_of(world.secretary, address(world, "shared_tasks")))
    session = page.partition("Déroulé de la séance")[2]
    assert "D’où vient cette méthode Essai écrite par Navette" in session
    assert f"{SOURCE} (source lue)" in session


def test_the_criteria_of_the_canvas_say_where_they_come_from(world):
    make_learning()
    card = make_card(world.secretary)
    page = words_of(
        html_of(world.secretary, reverse("diagnostics:task", args=[card.pk]))
    )
    assert f"Source : {SOURCE} {MARK}" in page.partition("et leur source")[2]


def test_the_kinds_of_needs_say_where_they_come_from(world):
    make_logbook(world.project, world.secretary)
    page = words_of(html_of(world.secretary, address(world, "need_new")))
    examples = page.partition("Partir d’un exemple")[2]
    assert f"Il dit qui a saisi. Source : {SOURCE} {MARK}" in examples


def test_the_themes_of_an_interview_say_where_they_come_from(world):
    interview = make_interview(world)
    page = words_of(
        html_of(world.secretary, address(world, "interview_guide", interview.pk))
    )
    assert page.count(f"Racontez une semaine. Source : {SOURCE} {MARK}") == 2


# ---- papers -------------------------------------------------------------------------
METHOD = "La méthode Essai · écrite par Navette Écrite pour les tests. Ici (source lue)"


def test_the_paper_of_a_logbook_says_the_source_of_each_phase_and_advice(world):
    """Once for all the advice of a phase; that which has another source tells it."""
    values = book_values(id="conseils")
    values["stage"][1]["advice"].append(
        values["stage"][1]["advice"][0] | {"code": "C3", "mark": "fact"}
    )
    make_instrument("conseils", kind=InstrumentKind.ADVICE, values=values)
    make_logbook(world.project, world.secretary)
    page = words_of(paper(world, "logbook_pdf"))
    assert METHOD in page
    phase = f"Source : {SOURCE} ({MARK}) Source des conseils, sauf mention : "
    assert page.count(f"Ce qui se joue. {phase}{SOURCE} ({MARK})") == 3
    assert page.count("Source :") == 3 + 1
    assert page.partition("C3 Conseil")[2].index("Source : Ici (fait lu") < 150


def test_a_paper_asked_for_before_sources_were_printed_is_still_drawn(world):
    make_logbook(world.project, world.secretary)
    signed_in(world.secretary).post(address(world, "logbook_pdf"))
    report = Report.objects.get(kind=ReportKind.LOGBOOK)
    content = report.content
    del content["origin"]["sources"]
    for part in content["phases"]:
        for one in (part, *part["advice"]):
            del one["grounds"]
        del part["usual"]
    page = words_of(html_of_report(report))
    assert "Conseil C1 à suivre." in page
    assert "Source :" not in page


@pytest.mark.parametrize("kind", ["bipolar", "ordinal"])
def test_a_blank_grid_prints_what_degrees_mean_both_ends_and_the_source(world, kind):
    values = grid_values()
    values["scale"]["kind"] = kind
    for level in values["scale"]["level"]:
        level["meaning"] = f"On voit {level['label']}."
    row = make_assessment(
        world.project, world.secretary, instrument=make_instrument(values=values)
    )
    html = paper(world, "blank_pdf", row.pk)
    page = words_of(html)
    key = page.partition("Ce que dit chaque degré")[2].partition("D1 Dimension")[0]
    assert "entrave forte On voit entrave forte." in key
    assert "soutien On voit soutien." in key
    first = page.partition("D1.1 Critère")[2].partition("D1.2 Critère")[0]
    if kind == "bipolar":
        assert "rien ne va ☐ ☐ ☐ ☐ ☐ tout va entrave forte entrave sans" in first
    else:
        assert "☐ entrave forte ☐ entrave ☐ sans effet net" in first
        assert "Entrave forte : rien ne va Soutien fort : tout va" in first
    assert "☐ ne sait pas ☐ sans objet" in first
    assert f"Source : {SOURCE} ({MARK})" in first
