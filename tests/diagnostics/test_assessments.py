"""A diagnostic by several parties: blind until shown, then the same for all."""

import pytest

from diagnostics.actions import answers, assessments, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, AssessmentState, Party, Round
from diagnostics.models import Answer, Assessment, Finding, Respondent
from projects.enums import ItemKind, Role, Room
from projects.errors import Refused
from projects.models import Entry, Notice
from tests.diagnostics.uses import (
    grid_values,
    make_assessment,
    make_instrument,
    make_sheet,
)
from tests.factories import make_guest, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def shown(world, **fields):
    """A diagnostic on which representatives and management disagree, shown."""
    row = make_assessment(world.project, world.secretary, **fields)
    make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2, D1_2=1)
    if row.room == Room.SHARED:
        make_sheet(row, world.employer, Party.MANAGEMENT, D1_1=2, D1_2="unknown")
    return assessments.close(row, actor=world.secretary)


def test_opening_is_journalled_and_tells_everyone_in_the_room(world):
    row = make_assessment(world.project, world.secretary)
    entry = Entry.objects.get(verb="assessment.opened")
    assert (entry.room, entry.target) == (Room.SHARED, row.pk)
    told = set(Notice.objects.values_list("member", flat=True))
    assert world.employer.pk in told
    assert world.secretary.pk not in told


def test_a_diagnostic_of_the_caucus_is_unknown_to_management(world):
    row = make_assessment(world.project, world.secretary, Room.CAUCUS)
    assert not Assessment.objects.visible_to(world.employer).exists()
    assert not Notice.objects.filter(member=world.employer).exists()
    assert list(Assessment.objects.visible_to(world.elected)) == [row]


def test_management_never_holds_the_pen_of_the_staff(world):
    row = make_assessment(world.project, world.secretary)
    with pytest.raises(Refused, match="ne pouvez pas répondre pour cette partie"):
        answers.join(row, actor=world.employer, party=Party.USERS)
    with pytest.raises(Refused, match="ne pouvez pas répondre pour cette partie"):
        answers.join(row, actor=world.secretary, party=Party.MANAGEMENT)


def test_joining_twice_gives_the_same_sheet(world):
    row = make_assessment(world.project, world.secretary)
    first = answers.join(row, actor=world.elected, party=Party.REPRESENTATIVES)
    again = answers.join(row, actor=world.elected, party=Party.REPRESENTATIVES)
    assert first == again
    assert Entry.objects.filter(verb="assessment.joined").count() == 1


def test_a_group_is_written_by_any_of_the_side_that_holds_its_pen(world):
    row = make_assessment(world.project, world.secretary)
    group = answers.add_group(
        row, actor=world.secretary, party=Party.USERS, label="Matin", people=9
    )
    written = Respondent.objects.written_by
    assert list(written(world.elected)) == [group]
    assert not written(world.employer).exists()


def test_an_answer_is_replaced_and_the_scale_is_kept_to(world):
    row = make_assessment(world.project, world.secretary)
    sheet = make_sheet(row, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    answers.save(sheet, "D1.1", Said(AnswerKind.LEVEL, 1), actor=world.secretary)
    assert Answer.objects.get().level == 1
    for code, said, sentence in (
        ("D1.1", Said(AnswerKind.LEVEL, 5), "pas dans l’échelle"),
        ("D1.1", Said(AnswerKind.UNKNOWN, 1), "pas dans l’échelle"),
        ("D9.9", Said(AnswerKind.LEVEL, 1), "pas dans la grille"),
    ):
        with pytest.raises(Refused, match=sentence):
            answers.save(sheet, code, said, actor=world.secretary)


def test_closing_counts_once_and_stops_the_answers(world):
    row = shown(world)
    assert row.state == AssessmentState.CLOSED
    assert row.counts == {
        "D1.1": {"representatives": {"-2": 1}, "management": {"2": 1}},
        "D1.2": {"representatives": {"1": 1}, "management": {"unknown": 1}},
    }
    sheet = row.respondents.first()
    with pytest.raises(Refused, match="les réponses ne changent plus"):
        answers.save(sheet, "D1.1", Said(AnswerKind.LEVEL, 1), actor=world.secretary)
    with pytest.raises(Refused, match="les réponses sont closes"):
        answers.join(row, actor=world.elected, party=Party.REPRESENTATIVES)


def test_nothing_is_shown_when_nobody_answered(world):
    row = make_assessment(world.project, world.secretary)
    with pytest.raises(Refused, match="rien à montrer"):
        assessments.close(row, actor=world.secretary)
    row.refresh_from_db()
    assert row.state == AssessmentState.OPEN


def test_a_sheet_without_an_answer_is_not_handed_in(world):
    row = make_assessment(world.project, world.secretary)
    sheet = answers.join(row, actor=world.secretary, party=Party.REPRESENTATIVES)
    with pytest.raises(Refused, match="un critère au moins"):
        answers.finish(sheet, actor=world.secretary)
    answers.save(sheet, "D1.1", Said(AnswerKind.UNKNOWN), actor=world.secretary)
    answers.finish(sheet, actor=world.secretary)
    answers.finish(sheet, actor=world.secretary)
    assert Entry.objects.filter(verb="assessment.answered").count() == 1


def test_reopening_hides_the_results_and_keeps_them_in_the_journal(world):
    row = shown(world)
    before = row.counts
    assessments.reopen(row, actor=world.secretary, reason="un groupe est arrivé tard")
    assert (row.state, row.counts, row.closed_at) == (AssessmentState.OPEN, {}, None)
    entry = Entry.objects.get(verb="assessment.reopened")
    assert entry.data == {"reason": "un groupe est arrivé tard", "before": before}


def test_results_on_which_something_rests_do_not_reopen(world):
    row = shown(world)
    outcomes.note_finding(row, "D1.1", actor=world.secretary, text="Ils divergent.")
    with pytest.raises(Refused, match="s’appuient"):
        assessments.reopen(row, actor=world.secretary, reason="encore")


def test_a_repeat_keeps_the_version_even_when_the_grid_has_changed(world):
    instrument = make_instrument()
    first = shown(world, instrument=instrument)
    newer = instrument.versions.create(
        number=2, content=grid_values(("D1.1",)), published_at=first.closed_at
    )
    instrument.current = newer
    instrument.save(update_fields=["current"])
    again = assessments.repeat(first, actor=world.secretary, moment=Round.M6)
    assert (again.version_id, again.previous, again.room, again.round) == (
        first.version_id,
        first,
        first.room,
        Round.M6,
    )


def test_only_shown_results_are_repeated(world):
    row = make_assessment(world.project, world.secretary)
    with pytest.raises(Refused, match="Montrez d’abord"):
        assessments.repeat(row, actor=world.secretary, moment=Round.M6)


def test_words_kept_for_a_side_are_read_by_that_side_only(world):
    row = make_assessment(world.project, world.secretary)
    sheet = answers.join(row, actor=world.secretary, party=Party.REPRESENTATIVES)
    kept = Said(AnswerKind.LEVEL, -2, verbatim="Entre nous.", private=True)
    answers.save(sheet, "D1.1", kept, actor=world.secretary)
    told = Said(AnswerKind.LEVEL, -1, verbatim="À tous.")
    answers.save(sheet, "D1.2", told, actor=world.secretary)
    answers.finish(sheet, actor=world.secretary)

    def read_by(member):
        texts = Answer.objects.texts_for(member)
        return list(texts.values_list("verbatim", flat=True))

    assert read_by(world.elected) == ["Entre nous.", "À tous."]
    assert read_by(world.employer) == ["À tous."]


def test_a_finding_begins_the_thread_in_the_caucus(world):
    row = shown(world)
    first = outcomes.note_finding(row, "D1.1", actor=world.elected, text="Écart.")
    again = outcomes.note_finding(row, "D1.1", actor=world.elected, text="Écart.")
    assert first == again
    item = first.item
    assert (item.kind, item.number, item.room) == (ItemKind.FINDING, "C-1", Room.CAUCUS)
    assert not Finding.objects.visible_to(world.employer).exists()
    late = Finding.objects.select_related("item").get()
    outcomes.share_finding(first, actor=world.secretary)
    outcomes.share_finding(late, actor=world.elected)
    assert Entry.objects.filter(verb="finding.shared").count() == 1
    assert Finding.objects.visible_to(world.employer).get() == first


def test_a_degree_is_agreed_by_people_with_who_disagrees(world):
    row = shown(world)
    day = row.started_on
    words = {"note": "Relu ensemble.", "disagreement": "Le service informatique."}
    agreed = outcomes.agree(
        row, "D1.1", actor=world.secretary, level=-1, agreed_on=day, **words
    )
    assert (agreed.level, agreed.disagreement) == (-1, "Le service informatique.")
    outcomes.agree(
        row,
        "D1.1",
        actor=world.secretary,
        level=None,
        note="",
        disagreement="Personne n’est d’accord.",
        agreed_on=day,
    )
    last = Entry.objects.filter(verb="assessment.agreed").order_by("pk").last()
    assert last.data["before"] == [[-1, "Relu ensemble.", "Le service informatique."]]
    with pytest.raises(Refused, match="degré convenu, ou le désaccord"):
        outcomes.agree(
            row,
            "D1.1",
            actor=world.secretary,
            level=None,
            note="",
            disagreement="",
            agreed_on=day,
        )


def test_a_supplier_answers_for_itself_only(world):
    supplier = make_guest(world.project, Role.SUPPLIER)
    row = make_assessment(world.project, world.secretary)
    sheet = answers.join(row, actor=supplier, party=Party.SUPPLIER)
    assert list(Respondent.objects.written_by(supplier)) == [sheet]
