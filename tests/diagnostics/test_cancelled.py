"""A diagnostic opened by mistake: worded again while open, or put aside for good."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from diagnostics.actions import answers, assessments, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, Party, PracticeState
from diagnostics.exports import part
from diagnostics.models import Assessment
from projects.enums import Room
from projects.errors import Refused, Stale
from projects.models import Entry, Member, Notice
from projects.seen import mark
from tests.diagnostics.uses import make_assessment, make_sheet
from tests.factories import make_world
from tests.projects.sheets import client_of, text_of

pytestmark = pytest.mark.django_db
REASON = "Ouvert dans le mauvais espace."
WORDS = ("title", "about")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def opened(world):
    return make_assessment(world.project, world.secretary)


def address(row, name):
    return reverse(f"diagnostics:{name}", args=[row.project_id, row.pk])


def list_of(world):
    return reverse("diagnostics:assessments", args=[world.project.pk])


def journal_of(row):
    rows = Entry.objects.filter(project=row.project, verb__startswith="assessment.")
    return [(one.verb, one.data) for one in rows.order_by("pk")]


def test_an_open_diagnostic_takes_a_better_title(world, opened):
    client = client_of(world.secretary)
    seen = mark(opened, WORDS)
    words = {"title": "Planning des soins", "about": "L’écran des roulements"}
    answer = client.post(address(opened, "assessment_edit"), {**words, "seen": seen})
    assert answer.status_code == 302
    opened.refresh_from_db()
    assert {name: getattr(opened, name) for name in WORDS} == words
    verb, data = journal_of(opened)[-1]
    assert verb == "assessment.reworded"
    assert data["before"] == {"title": "Diagnostic de l’assistant", "about": ""}


def test_a_late_title_erases_nobody_s_words(world, opened):
    seen = mark(opened, WORDS)
    assessments.reword(opened, actor=world.secretary, title="Le sien", about="")
    with pytest.raises(Stale):
        assessments.reword(
            opened, actor=world.secretary, title="Le mien", about="", seen=seen
        )
    opened.refresh_from_db()
    assert opened.title == "Le sien"


def test_a_title_stays_once_results_are_shown(world, opened):
    make_sheet(opened, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    assessments.close(opened, actor=world.secretary)
    with pytest.raises(Refused, match="le titre ne change plus"):
        assessments.reword(opened, actor=world.secretary, title="Autre", about="")
    page = client_of(world.secretary).get(address(opened, "assessment_edit"))
    assert page.url == opened.get_absolute_url()


def test_a_cancelled_diagnostic_stands_among_the_cancelled_with_its_reason(
    world, opened
):
    client = client_of(world.secretary)
    client.post(address(opened, "assessment_cancel"), {"reason": REASON})
    opened.refresh_from_db()
    assert opened.state == "cancelled"
    assert journal_of(opened)[-1] == ("assessment.cancelled", {"reason": REASON})
    theirs = client_of(world.employer)
    page = text_of(theirs.get(list_of(world)))
    kept, _details, cancelled = page.partition("<summary>Annulés (1)</summary>")
    assert opened.get_absolute_url() not in kept
    assert opened.get_absolute_url() in cancelled
    assert REASON in cancelled
    assert REASON in text_of(theirs.get(opened.get_absolute_url()))


def test_a_cancelled_caucus_diagnostic_stays_in_the_caucus(world):
    row = make_assessment(world.project, world.secretary, Room.CAUCUS)
    assessments.cancel(row, actor=world.secretary, reason=REASON)
    theirs = client_of(world.employer)
    page = text_of(theirs.get(list_of(world)))
    assert "Annulés" not in page
    assert theirs.get(row.get_absolute_url()).status_code == 404


def test_its_sheets_stay_with_who_wrote_them_and_nobody_reads_them(world, opened):
    sheet = make_sheet(opened, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    with pytest.raises(Refused, match="Ce diagnostic est annulé"):
        answers.save(sheet, "D1.1", Said(AnswerKind.LEVEL, 1), actor=world.secretary)
    with pytest.raises(Refused, match="Ce diagnostic est annulé"):
        answers.join(opened, actor=world.employer, party=Party.MANAGEMENT)
    place = [opened.project_id, opened.pk, sheet.pk]
    url = reverse("diagnostics:sheet", args=place)
    assert "reste à vous" in text_of(client_of(world.secretary).get(url))
    assert client_of(world.employer).get(url).status_code == 404
    for name in ("assessment_json", "assessment_table"):
        more = ["csv"] if name == "assessment_table" else []
        url = reverse(f"diagnostics:{name}", args=[opened.project_id, opened.pk, *more])
        assert client_of(world.secretary).get(url).status_code == 404
    places = Member.objects.filter(pk=world.secretary.pk)
    own = part(places, [world.secretary])["reponses_aux_diagnostics"]
    assert [one["critere"] for one in own] == ["D1.1"]


def test_what_was_shown_is_not_cancelled(world, opened):
    make_sheet(opened, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    assessments.close(opened, actor=world.secretary)
    with pytest.raises(Refused, match="résultats montrés"):
        assessments.cancel(opened, actor=world.secretary, reason=REASON)


def test_only_who_runs_it_changes_or_cancels(world, opened):
    for name in ("assessment_edit", "assessment_cancel"):
        assert client_of(world.employer).get(address(opened, name)).status_code == 403


def test_the_database_asks_for_a_reason(opened):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=opened.pk).update(state="cancelled")
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=opened.pk).update(cancel_reason=REASON)


def practice_on(row, actor):
    return outcomes.propose_practice(row, actor=actor, criterion="", text="Relire.")


def lines_of(member):
    rows = Notice.objects.filter(member=member).order_by("sentence")
    return [(one.sentence, bool(one.awaits)) for one in rows]


def test_what_was_proposed_there_goes_no_further_and_waits_for_nobody(world, opened):
    one = practice_on(opened, world.secretary)
    assert Notice.objects.filter(member=world.employer).exclude(awaits="").exists()
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    assert not Notice.objects.exclude(awaits="").exists()
    with pytest.raises(Refused, match="Ce diagnostic est annulé"):
        practice_on(opened, world.employer)
    for to in PracticeState:
        with pytest.raises(Refused, match="Ce diagnostic est annulé"):
            outcomes.move_practice(one, actor=world.employer, to=to, words="Non.")
    one.refresh_from_db()
    assert (one.state, opened.practices.count()) == (PracticeState.PROPOSED, 1)


def test_the_pages_of_a_cancelled_diagnostic_say_so_and_offer_no_act(world, opened):
    one = practice_on(opened, world.secretary)
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    client = client_of(world.employer)
    assert "n’iront pas plus loin" in text_of(client.get(opened.get_absolute_url()))
    page = text_of(client.get(address(opened, "practices")))
    assert "ses bonnes pratiques restent ce qu’elles sont" in page
    assert "Relire." in page
    assert "Proposer une pratique" not in page
    assert "Convenir" not in page
    drop = reverse(
        "diagnostics:practice_drop", args=[opened.project_id, opened.pk, one.pk]
    )
    assert client.get(drop).url == address(opened, "practices")
    sent = client.post(address(opened, "practices"), {"text": "Écrit trop tard."})
    assert "Écrit trop tard." in text_of(sent)
    assert opened.practices.count() == 1


def test_a_cancelled_diagnostic_without_practices_speaks_of_none(world, opened):
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    page = text_of(client_of(world.employer).get(opened.get_absolute_url()))
    assert "n’iront pas plus loin" not in page


def test_whoever_was_asked_reads_that_nothing_is_asked_any_more(world, opened):
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    title = opened.title
    assert lines_of(world.employer) == [
        (f"Un diagnostic attend vos réponses : {title}", False),
        (f"Un diagnostic est annulé et n’attend plus vos réponses : {title}", False),
    ]
    assert lines_of(world.secretary) == []


def test_whoever_read_results_is_told_that_answers_are_open_again(world, opened):
    make_sheet(opened, world.secretary, Party.REPRESENTATIVES, D1_1=1)
    assessments.close(opened, actor=world.secretary)
    Notice.objects.all().delete()
    assessments.reopen(opened, actor=world.secretary, reason="Une feuille manque.")
    assert lines_of(world.employer) == [
        (f"Un diagnostic rouvert attend vos réponses : {opened.title}", False)
    ]


def test_nobody_outside_the_caucus_is_told(world):
    row = make_assessment(world.project, world.secretary, Room.CAUCUS)
    practice_on(row, world.secretary)
    assessments.cancel(row, actor=world.secretary, reason=REASON)
    assert lines_of(world.employer) == []
    assert len(lines_of(world.elected)) == 2


def test_a_criterion_says_cancelled_and_never_that_results_are_shown(world, opened):
    sheet = make_sheet(opened, world.secretary, Party.REPRESENTATIVES, D1_1=-2)
    place = [opened.project_id, opened.pk, sheet.pk, "D1.1"]
    url = reverse("diagnostics:sheet_step", args=place)
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    client = client_of(world.secretary)
    read = text_of(client.get(url))
    sent = text_of(client.post(url, {"kind": "1", "verbatim": "Écrit trop tard."}))
    for page in (read, sent):
        assert "Ce diagnostic est annulé : cette feuille reste à vous" in page
        assert "résultats sont montrés" not in page
    assert "Il l’a été pendant que vous écriviez." in sent
    assert "Écrit trop tard." in sent
    assert "pendant que vous écriviez" not in read


@pytest.mark.parametrize("name", ["assessment_reopen", "assessment_repeat"])
def test_a_diagnostic_without_results_gives_no_form_that_would_be_refused(
    world, opened, name
):
    client = client_of(world.secretary)
    before = text_of(client.get(address(opened, name)))
    assert "encore ouvert aux réponses" in before
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    after = text_of(client.get(address(opened, name)))
    assert "on ne revient pas sur une annulation" in after
    for page in (before, after):
        assert 'name="reason"' not in page
        assert 'name="moment"' not in page


def test_the_page_of_a_grid_leaves_cancelled_diagnostics_out(world, opened):
    instrument = opened.version.instrument
    kept = make_assessment(world.project, world.secretary, instrument=instrument)
    assessments.cancel(opened, actor=world.secretary, reason=REASON)
    url = reverse(
        "diagnostics:grid", args=[world.project.organisation_id, instrument.pk]
    )
    page = text_of(client_of(world.secretary).get(url))
    assert kept.get_absolute_url() in page
    assert opened.get_absolute_url() not in page
