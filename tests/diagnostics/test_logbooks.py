"""A logbook beside a live project: advice that both sides follow, one way to share."""

import pytest
from django.urls import reverse

from diagnostics.actions import logbooks
from diagnostics.enums import AdviceState
from diagnostics.models import AdviceRecord, Logbook
from projects.actions.projects import change_phase
from projects.enums import Phase, ReportKind, Role, Room
from projects.errors import Refused
from projects.models import Document, Entry, Notice, Report
from projects.reports import html_of as html_of_report
from tests.diagnostics.books import (
    book_values,
    make_book,
    make_guide,
    make_logbook,
    make_need,
    said,
)
from tests.dialogue.stories import html_of, signed_in
from tests.factories import make_guest, make_user

pytestmark = pytest.mark.django_db


def address(world, name="logbook", *rest):
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rest])


def make_document(world, room, **fields):
    return Document.objects.create(
        organisation=world.organisation,
        project=world.project,
        rank=Document.objects.count() + 1,
        title="Lettre de mission",
        room=room,
        given_by="Direction",
        given_on="2026-09-01",
        filed_by=fields.pop("filed_by", world.secretary),
        **fields,
    )


def test_a_project_has_one_logbook_and_it_keeps_its_version(world):
    book = make_book()
    row = logbooks.open_logbook(world.project, actor=world.elected, room=Room.SHARED)
    newer = book.versions.create(
        number=2, content=book_values(id="conseils"), published_at=row.opened_at
    )
    book.current = newer
    book.save(update_fields=["current"])
    row.refresh_from_db()
    assert row.version.number == 1
    with pytest.raises(Refused, match="déjà son carnet"):
        logbooks.open_logbook(world.project, actor=world.elected, room=Room.SHARED)


def test_no_logbook_opens_without_advice(world):
    with pytest.raises(Refused, match="Aucun conseil"):
        logbooks.open_logbook(world.project, actor=world.elected, room=Room.SHARED)


def test_opening_in_the_shared_room_tells_management(world):
    make_logbook(world.project, world.secretary)
    told = set(Notice.objects.values_list("member", flat=True))
    assert world.employer.pk in told
    assert Entry.objects.get(verb="logbook.opened").room == Room.SHARED


def test_a_logbook_of_the_caucus_is_unknown_to_management(world):
    make_logbook(world.project, world.secretary, Room.CAUCUS)
    assert not Logbook.objects.visible_to(world.employer).exists()
    page = html_of(world.employer, address(world))
    assert "Pas de carnet pour l’instant" in page
    client = signed_in(world.employer)
    assert client.get(address(world, "advice", "C1")).status_code == 404
    assert client.post(address(world, "logbook_pdf")).status_code == 404


def test_advice_set_aside_needs_a_reason(world):
    row = make_logbook(world.project, world.secretary)
    for state in (AdviceState.REFUSED, AdviceState.NOT_APPLICABLE):
        with pytest.raises(Refused, match="Dites pourquoi"):
            said(row, world.secretary, state)
    record = said(row, world.secretary, AdviceState.REFUSED, reason="Trop tard.")
    assert (record.state, record.reason) == (AdviceState.REFUSED, "Trop tard.")


def test_the_journal_says_who_moved_what_from_what(world):
    row = make_logbook(world.project, world.secretary)
    said(row, world.secretary, AdviceState.DOING, who="Service client")
    said(row, world.employer, AdviceState.DONE, proof="Note du 3 octobre.")
    first, last = Entry.objects.filter(verb="advice.moved").order_by("pk")
    assert (first.actor_name, first.data["before"]) == (str(world.secretary), None)
    assert last.actor_name == str(world.employer)
    assert (last.data["before"]["state"], last.data["after"]["state"]) == (
        "doing",
        "done",
    )
    assert AdviceRecord.objects.get().moved_by == world.employer


def test_advice_that_the_book_has_not_is_refused(world):
    row = make_logbook(world.project, world.secretary)
    with pytest.raises(Refused, match="pas dans le carnet"):
        said(row, world.secretary, AdviceState.DONE, code="Z9")


@pytest.mark.parametrize(
    ("role", "room", "status"),
    [
        (Role.EMPLOYER, Room.SHARED, 302),
        (Role.IT, Room.SHARED, 302),
        (Role.FACILITATOR, Room.SHARED, 302),
        (Role.EXPERT, Room.SHARED, 403),
        (Role.SUPPLIER, Room.SHARED, 403),
        (Role.FACILITATOR, Room.CAUCUS, 404),
    ],
)
def test_guests_write_in_a_shared_logbook_by_their_side(world, role, room, status):
    make_logbook(world.project, world.secretary, room)
    guest = make_guest(world.project, role)
    posted = signed_in(guest).post(address(world, "advice", "C1"), {"state": "doing"})
    assert posted.status_code == status


def test_a_shared_logbook_cites_only_shared_documents(world):
    row = make_logbook(world.project, world.secretary)
    kept = make_document(world, Room.CAUCUS)
    with pytest.raises(Refused, match="que des documents partagés"):
        said(row, world.secretary, AdviceState.DONE, document=kept)
    answer = signed_in(world.secretary).post(
        address(world, "advice", "C1"), {"state": "done", "document": kept.pk}
    )
    assert (answer.status_code, AdviceRecord.objects.count()) == (200, 0)


def test_sharing_shows_first_what_the_other_side_will_read(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    kept = make_document(world, Room.CAUCUS)
    said(row, world.elected, AdviceState.DONE, proof="Vu le 3 mars.", document=kept)
    make_need(row, world.elected, Room.CAUCUS)
    page = html_of(world.secretary, address(world, "logbook_share"))
    assert "Vu le 3 mars." in page
    assert "Lettre de mission" not in page
    url, seen = address(world, "logbook_share"), logbooks.fingerprint(row)
    signed_in(world.secretary).post(url, {"seen": seen})
    row.refresh_from_db()
    assert (row.room, row.shared_at is not None) == (Room.SHARED, True)
    seen = html_of(world.employer, address(world))
    assert "Vu le 3 mars." in seen
    assert "Voir le document cité" not in seen
    assert "0 besoin" in seen
    moved = Entry.objects.get(verb="advice.moved")
    assert moved.room == Room.CAUCUS


def test_the_title_of_a_confidential_document_is_not_shown_to_who_may_not_read_it(
    world,
):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    kept = make_document(
        world,
        Room.SHARED,
        confidential=True,
        confidential_until="2099-01-01",
        filed_by=world.employer,
    )
    kept.readers.add(world.elected)
    said(row, world.elected, AdviceState.DONE, document=kept)
    for member in (world.secretary, world.employer):
        assert (member == world.employer) == (
            kept in Document.objects.visible_to(member)
        )
    assert "Lettre de mission" not in html_of(
        world.secretary, address(world, "logbook_share")
    )
    kept.readers.add(world.secretary)
    # Nor shown as read by all of management, who each need to be named.
    assert "Lettre de mission" not in html_of(
        world.secretary, address(world, "logbook_share")
    )
    kept.confidential_until = "2020-01-01"
    kept.save(update_fields=["confidential_until"])
    assert "Lettre de mission" in html_of(
        world.secretary, address(world, "logbook_share")
    )


def test_words_that_came_after_the_page_was_read_are_not_shared_with_it(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    said(row, world.elected, AdviceState.DOING, proof="Vu le 3 mars.")
    client, url = signed_in(world.secretary), address(world, "logbook_share")
    seen = client.get(url).context["seen"]
    said(row, world.elected, AdviceState.DOING, proof="Dit par Marie.")
    page = client.post(url, {"seen": seen}, follow=True)
    row.refresh_from_db()
    assert row.room == Room.CAUCUS
    assert "a changé depuis" in page.text
    assert "Dit par Marie." in page.text
    client.post(url, {"seen": page.context["seen"]})
    row.refresh_from_db()
    assert row.room == Room.SHARED


def test_a_guest_let_into_the_caucus_is_named_to_nobody_outside_it(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    hidden = make_guest(
        world.project, Role.FACILITATOR, caucus=True, user=make_user("Ada Cachée")
    )
    said(row, hidden, AdviceState.DONE, proof="Vu le 3 mars.")
    side = "une personne de l’animation"
    preview = html_of(world.secretary, address(world, "logbook_share"))
    assert (side in preview, "Ada Cachée" in preview) == (True, False)
    logbooks.share_logbook(row, actor=world.secretary, seen=logbooks.fingerprint(row))
    for name, *rest in (("logbook",), ("advice", "C1")):
        ours = html_of(world.secretary, address(world, name, *rest))
        theirs = html_of(world.employer, address(world, name, *rest))
        assert "Ada Cachée" in ours
        assert (side in theirs, "Ada Cachée" in theirs) == (True, False)
    for member in (world.secretary, world.employer):
        signed_in(member).post(address(world, "logbook_pdf"))
    ours, theirs = Report.objects.order_by("room").filter(kind=ReportKind.LOGBOOK)
    assert "Ada Cachée" in str(ours.content)
    assert (side in str(theirs.content), "Ada Cachée" in str(theirs.content)) == (
        True,
        False,
    )


def test_only_who_opened_it_or_who_speaks_to_management_shares_it(world):
    make_logbook(world.project, world.secretary, Room.CAUCUS)
    client = signed_in(world.elected)
    assert client.get(address(world, "logbook_share")).status_code == 403
    row = Logbook.objects.get()
    for _time in range(2):
        seen = logbooks.fingerprint(row)
        logbooks.share_logbook(row, actor=world.secretary, seen=seen)
    assert Entry.objects.filter(verb="logbook.shared").count() == 1


def test_the_page_follows_the_phase_of_the_project(world):
    make_logbook(world.project, world.secretary)
    page = html_of(world.secretary, address(world))
    assert page.index("En ce moment : Cadrage".replace(" :", "\u00a0:")) < page.index(
        "Les autres phases"
    )
    change_phase(world.project, actor=world.secretary, phase=Phase.ACCEPTANCE)
    page = html_of(world.secretary, address(world))
    assert "En ce moment\u00a0: Recette" in page


def test_guides_of_the_phase_are_offered_to_read(world):
    make_guide()
    make_logbook(world.project, world.secretary)
    page = html_of(world.secretary, address(world))
    assert page.count(reverse("diagnostics:guide", args=["reperes"])) == 1


def test_needs_not_accepted_are_told_from_acceptance_on(world):
    row = make_logbook(world.project, world.secretary)
    make_need(row, world.secretary)
    told = "n’est pas accepté"
    assert told not in html_of(world.secretary, address(world))
    change_phase(world.project, actor=world.secretary, phase=Phase.DEPLOYMENT)
    assert told in html_of(world.secretary, address(world))


def test_the_paper_of_management_leaves_out_what_the_caucus_keeps(world):
    row = make_logbook(world.project, world.secretary)
    said(row, world.secretary, AdviceState.DONE, proof="Note du 3 octobre.")
    make_need(row, world.secretary, Room.CAUCUS, statement="Gardé pour nous.")
    make_need(row, world.secretary, statement="Dit à tous.")
    for member in (world.secretary, world.employer):
        signed_in(member).post(address(world, "logbook_pdf"))
    ours, theirs = Report.objects.order_by("room").filter(kind=ReportKind.LOGBOOK)
    assert (ours.room, theirs.room) == (Room.CAUCUS, Room.SHARED)
    assert (ours.draft, theirs.draft) == (False, False)
    assert [one["statement"] for one in ours.content["needs"]] == [
        "Gardé pour nous.",
        "Dit à tous.",
    ]
    assert [one["statement"] for one in theirs.content["needs"]] == ["Dit à tous."]
    states = {
        one["code"]: one["state"]
        for part in theirs.content["phases"]
        for one in part["advice"]
    }
    assert states == {"T1": "à faire", "C1": "fait", "C2": "à faire", "L1": "à faire"}


def test_the_paper_is_drawn_from_what_was_frozen(world):
    row = make_logbook(world.project, world.secretary)
    signed_in(world.secretary).post(address(world, "logbook_pdf"))
    said(row, world.secretary, AdviceState.DONE, proof="Venu après.")
    html = html_of_report(Report.objects.get())
    assert "Conseil C1 à suivre." in html
    assert "Venu après." not in html


MARK = "espace élus\u00a0: ne pas remettre à la direction"
WARNING = "Ne pas remettre à la direction\u00a0: ce document contient"


def paper_of(world, member):
    """The PDF of the logbook as this person asks for it, as HTML."""
    known = list(Report.objects.values_list("pk", flat=True))
    signed_in(member).post(address(world, "logbook_pdf"))
    return html_of_report(Report.objects.exclude(pk__in=known).get())


def marks_of(page):
    return (page.count(MARK), page.count(WARNING), page.count('class="room caucus"'))


def test_a_paper_with_a_need_of_the_caucus_says_so_on_every_page(world):
    row = make_logbook(world.project, world.secretary)
    make_need(row, world.secretary, statement="Dit à tous.")
    assert marks_of(paper_of(world, world.secretary)) == (0, 0, 0)
    make_need(row, world.secretary, Room.CAUCUS, statement="Gardé pour nous.")
    page = paper_of(world, world.secretary)
    # At the foot of each page, on the cover, and beside the need itself.
    assert marks_of(page) == (1, 1, 2)
    assert page.count('class="room shared"') == 1
    assert marks_of(paper_of(world, world.employer)) == (0, 0, 0)


def test_the_paper_of_a_caucus_logbook_marks_its_advice(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    said(row, world.secretary, AdviceState.DONE, proof="Vu le 3 mars.")
    assert marks_of(paper_of(world, world.secretary)) == (1, 1, 2)


def test_a_name_of_the_caucus_alone_marks_the_paper(world):
    row = make_logbook(world.project, world.secretary, Room.CAUCUS)
    hidden = make_guest(
        world.project, Role.FACILITATOR, caucus=True, user=make_user("Ada Cachée")
    )
    said(row, hidden, AdviceState.DONE, proof="Vu le 3 mars.")
    logbooks.share_logbook(row, actor=world.secretary, seen=logbooks.fingerprint(row))
    assert marks_of(paper_of(world, world.secretary)) == (1, 1, 1)
    assert marks_of(paper_of(world, world.employer)) == (0, 0, 0)
