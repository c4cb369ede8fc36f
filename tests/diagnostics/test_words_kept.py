"""Advice and needs: words that somebody writes over stay readable, with their day."""

import pytest
from django.urls import reverse

from diagnostics.actions import logbooks, needs
from diagnostics.enums import AdviceState, NeedState
from projects.enums import Role, Room
from projects.errors import Refused
from projects.models import Entry, Report
from projects.reports import html_of as html_of_report
from projects.seen import mark
from tests.diagnostics.books import make_logbook, make_need, said
from tests.dialogue.stories import html_of, signed_in
from tests.factories import make_guest, make_user

pytestmark = pytest.mark.django_db
REASON, PROOF = "Contraire à l’accord.", "Compte rendu du 3 mars."
S = NeedState


@pytest.fixture
def logbook(world):
    return make_logbook(world.project, world.secretary)


def address(world, name, *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def read(member, url):
    return html_of(member, url).replace("\xa0", " ")


def table(world, member):
    """The history of the project as a table."""
    url = reverse("projects:history_export", args=[world.project.pk])
    return signed_in(member).get(url).content.decode()


def missing(page, *words):
    return [one for one in words if one not in page]


# ---- advice -----------------------------------------------------------------------
def test_words_of_one_side_on_advice_outlive_those_of_the_other(world, logbook):
    said(logbook, world.secretary, AdviceState.REFUSED, reason=REASON, proof=PROOF)
    said(logbook, world.employer, AdviceState.TODO)
    page = read(world.elected, address(world, "advice", "C1"))
    told = page[page.index("Historique de ce conseil") :]
    names = (str(world.secretary), str(world.employer))
    assert missing(told, REASON, PROOF, *names, "État, avant") == []
    for member in (world.secretary, world.employer):
        assert (
            missing(table(world, member), REASON, PROOF, "État, avant : refusé") == []
        )


def test_what_was_read_when_a_logbook_was_shared_outlives_the_next_words(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    said(row, world.secretary, AdviceState.REFUSED, reason="Un brouillon du bureau.")
    said(row, world.secretary, AdviceState.REFUSED, reason=REASON)
    logbooks.share_logbook(row, actor=world.secretary, seen=logbooks.fingerprint(row))
    row.refresh_from_db()
    said(row, world.employer, AdviceState.DOING)
    outside = read(world.employer, address(world, "advice", "C1"))
    assert missing(outside, REASON, "Un brouillon du bureau.") == [
        "Un brouillon du bureau."
    ]
    assert "Un brouillon du bureau." in read(
        world.elected, address(world, "advice", "C1")
    )
    assert "Un brouillon" not in table(world, world.employer)


def test_no_state_of_advice_is_too_old_to_be_read(world, logbook):
    for rank in range(60):
        said(logbook, world.elected, AdviceState.DOING, proof=f"Fait n° {rank}.")
    url = address(world, "advice", "C1")
    assert "Fait n° 3." not in read(world.employer, url)
    assert "Fait n° 3." in read(world.employer, f"{url}?historique=2")


def test_the_logbook_counts_what_is_refused_for_what_it_is(world, logbook):
    said(logbook, world.secretary, AdviceState.REFUSED, reason=REASON)
    page = read(world.secretary, address(world, "logbook"))
    assert "Faits ou écartés : 1 sur 2" in page
    assert "Réglés" not in page


def papers(world, member):
    """What the paper that this person asks for says of C1."""
    signed_in(member).post(address(world, "logbook_pdf"))
    report = Report.objects.latest("asked_at")
    return next(
        one
        for part in report.content["phases"]
        for one in part["advice"]
        if one["code"] == "C1"
    )


def test_a_paper_says_which_state_the_present_one_took_the_place_of(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    for state in (AdviceState.DOING, AdviceState.REFUSED):
        said(row, world.secretary, state, reason=REASON)
    assert papers(world, world.secretary)["before"] == "en cours"
    logbooks.share_logbook(row, actor=world.secretary, seen=logbooks.fingerprint(row))
    row.refresh_from_db()
    assert [
        papers(world, one)["before"] for one in (world.elected, world.employer)
    ] == [
        "",
        "",
    ]
    said(row, world.employer, AdviceState.TODO)
    told = papers(world, world.employer)
    assert (told["state"], told["before"], told["reason"]) == ("à faire", "refusé", "")
    page = html_of_report(Report.objects.latest("asked_at")).replace("\xa0", " ")
    assert "Avant : refusé" in page


# ---- needs ------------------------------------------------------------------------
def test_every_answer_to_a_need_stays_readable(world, logbook):
    need = make_need(logbook, world.elected)
    for answer in ("Prévu en mars.", "Prévu en avril."):
        needs.answer(need, actor=world.employer, answer=answer)
    needs.answer(need, actor=world.secretary, answer="Prévu en mai.")
    page = read(world.employer, address(world, "need", need.pk))
    told = page[page.index("Historique de ce besoin") :]
    assert missing(told, "Prévu en mars.", "Prévu en avril.", "Prévu en mai.") == []
    assert f"la délégation ({world.secretary})" in page
    assert missing(table(world, world.elected), "Prévu en mars.") == []


def test_a_refusal_stays_readable_once_the_need_comes_back(world, logbook):
    need = make_need(logbook, world.elected)
    words = {"reason": "Trop cher.", "sequel": "Revu en mars."}
    needs.move(need, actor=world.employer, to=S.REFUSED, **words)
    needs.move(need, actor=world.secretary, to=S.RETAINED)
    need.refresh_from_db()
    assert (need.reason, need.sequel) == ("", "")
    page = read(world.elected, address(world, "need", need.pk))
    told = page[page.index("Historique de ce besoin") :]
    assert missing(told, "Trop cher.", "Revu en mars.", "Pourquoi, avant") == []
    assert missing(table(world, world.employer), "Trop cher.", "Revu en mars.") == []


def test_words_of_a_need_that_was_written_again_stay_readable(world, logbook):
    need = make_need(logbook, world.elected, motive="Des erreurs.")
    words = {name: getattr(need, name) for name in needs.WORDS}
    words |= {"motive": "", "acceptance": "Dix essais."}
    needs.reword(need, actor=world.elected, origin=None, **words)
    page = read(world.employer, address(world, "need", need.pk))
    assert missing(page, "Des erreurs.", "Trois personnes lisent la même chose.") == []


@pytest.mark.parametrize(
    "states", [(S.RETAINED, S.DELIVERED, S.ACCEPTED), (S.DROPPED,)]
)
def test_a_closed_need_keeps_its_answer_until_it_is_opened_again(
    world, logbook, states
):
    need = make_need(logbook, world.elected)
    needs.answer(need, actor=world.employer, answer="Fait.")
    client, url = signed_in(world.employer), address(world, "need", need.pk)
    for state in states:
        needs.move(need, actor=world.elected, to=state, reason="r", proof="Vu.")
    page = client.get(url)
    assert page.context["answer_form"] is None
    sent = {"answer": "Pas fait.", "seen": mark(need, needs.ANSWERED)}
    late = client.post(address(world, "need_answer", need.pk), sent)
    need.refresh_from_db()
    assert (late.status_code, need.answer) == (422, "Fait.")
    assert missing(late.text, "la réponse ne change plus", "Pas fait.</textarea>") == []
    back = S.RETAINED if need.state == S.ACCEPTED else S.EXPRESSED
    needs.move(need, actor=world.elected, to=back)
    needs.answer(need, actor=world.employer, answer="Pas fait.")
    assert need.answer == "Pas fait."


def test_the_same_answer_twice_is_told_once(world, logbook):
    need = make_need(logbook, world.elected)
    for _time in range(2):
        needs.answer(need, actor=world.employer, answer="Fait.")
    assert Entry.objects.filter(verb="need.answered").count() == 1


def test_an_answer_is_signed_as_its_reader_may_know_it(world, logbook):
    hidden = make_guest(
        world.project, Role.FACILITATOR, caucus=True, user=make_user("Ada Cachée")
    )
    need = make_need(logbook, world.elected, Room.CAUCUS)
    needs.answer(need, actor=hidden, answer="Fait.")
    needs.share(need, actor=world.secretary, seen=needs.fingerprint(need))
    url = address(world, "need", need.pk)
    assert "l’animation (Ada Cachée), le" in read(world.elected, url)
    outside = read(world.employer, url)
    assert ("l’animation, le" in outside, "Ada Cachée" in outside) == (True, False)
    export = address(world, "need_export")
    assert "l’animation, le" in signed_in(world.employer).get(export).content.decode()


def test_a_state_that_somebody_changed_is_said_in_french(world, logbook):
    need = make_need(logbook, world.secretary)
    needs.move(need, actor=world.secretary, to=S.RETAINED)
    client = signed_in(world.employer)
    form = client.get(address(world, "need", need.pk)).context["move_form"]
    assert form.initial["was"] == S.RETAINED
    needs.move(need, actor=world.secretary, to=S.DROPPED, reason="Plus utile.")
    sent = {"to": "delivered", "was": "retained", "reason": "Mes mots."}
    page = client.post(address(world, "need_move", need.pk), sent).text
    page = page.replace("\xa0", " ")
    assert "« delivered »" not in page
    assert (
        missing(page, "il est maintenant « abandonné »", "Mes mots.</textarea>") == []
    )
    with pytest.raises(Refused, match="cela n’est pas possible"):
        needs.move(need, actor=world.secretary, to=S.DELIVERED)
