"""What is read by who agrees to an agenda for the president: titles, and no more."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from dialogue import meeting_papers
from dialogue.actions import agenda, meetings, minutes
from dialogue.agenda_lines import agenda_lines
from dialogue.models import AgendaPoint, Meeting
from projects import reports
from projects.enums import Role, Side
from projects.errors import Refused
from projects.models import Entry, Member, Project, Report
from tests.dialogue.sittings import HELD_ON, TODAY, held, planned, with_point
from tests.dialogue.stories import html_of, opened, signed_in
from tests.factories import World, make_guest, make_project, make_workplace

SECRET = "Chantier interne de la délégation"
READ = ["Point d’étape", "Ailleurs", "Questions diverses"]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def at(meeting: Meeting, project: Project, name: str = "meeting", *rest: Any) -> str:
    return reverse(f"dialogue:{name}", args=[project.pk, meeting.pk, *rest])


def three_files(world: World) -> tuple[Meeting, Project]:
    """An agenda with a point here, one of another project, one of none."""
    other = make_project(world.workplace, world.secretary, SECRET)
    meeting = planned(world)
    with_point(world, meeting)
    with_point(world, meeting, title="Ailleurs", project=other, to_vote=True)
    with_point(world, meeting, title="Questions diverses", project=None)
    return meetings.propose(meeting, actor=world.secretary), other


def numbered(meeting: Meeting, member: Member) -> list[tuple[int | None, str]]:
    return [(line.number, line.title) for line in agenda_lines(meeting, member)]


def on_paper(report: Report) -> list[tuple[int | None, str]]:
    return [(row["number"], row["title"]) for row in report.content["points"]]


def test_who_agrees_for_the_president_reads_every_title_with_its_number(
    world: World,
) -> None:
    meeting, _other = three_files(world)
    whole = list(enumerate(READ, start=1))
    assert numbered(meeting, world.employer) == whole
    assert numbered(meeting, world.secretary) == whole
    page = " ".join(html_of(world.employer, at(meeting, world.project)).split())
    assert [f"<h3>{rank}. {title}</h3>" in page for rank, title in whole] == [True] * 3


def test_an_agenda_agreed_by_both_sides_is_no_longer_only_proposed(
    world: World,
) -> None:
    meeting, _other = three_files(world)
    url = at(meeting, world.project)
    for known, words in (
        ({"secretary_agreed_on": TODAY}, "ordre du jour proposé"),
        ({"president_agreed_on": TODAY}, "ordre du jour convenu des deux côtés"),
    ):
        Meeting.objects.filter(pk=meeting.pk).update(**known)
        meeting.refresh_from_db()
        assert meeting.state_words == words
        assert words in html_of(world.secretary, url).lower()


def test_the_pdf_of_the_president_is_the_page_with_the_same_numbers(
    world: World,
) -> None:
    meeting, _other = three_files(world)
    paper = meeting_papers.ask_convocation(meeting, world.project, actor=world.employer)
    assert on_paper(paper) == numbered(meeting, world.employer)
    assert on_paper(paper) == list(enumerate(READ, start=1))
    assert "<b>2. Ailleurs</b>" in reports.html_of(paper)


@pytest.mark.parametrize("role", [Role.IT, Role.SUPPLIER, Role.EXPERT])
def test_another_guest_reads_the_points_of_the_project_without_a_false_number(
    world: World, role: Role
) -> None:
    meeting, other = three_files(world)
    guest, elsewhere = make_guest(world.project, role), make_guest(other)
    assert numbered(meeting, guest) == [(None, "Point d’étape")]
    assert numbered(meeting, elsewhere) == [(None, "Ailleurs")]
    for member, project in ((guest, world.project), (elsewhere, other)):
        paper = meeting_papers.ask_convocation(meeting, project, actor=member)
        assert on_paper(paper) == numbered(meeting, member)
        assert "Questions diverses" not in html_of(member, at(meeting, project))


def test_no_other_guest_opens_the_paper_made_for_the_president(world: World) -> None:
    meeting, _other = three_files(world)
    paper = meeting_papers.ask_convocation(meeting, world.project, actor=world.employer)
    url = reverse("projects:report", args=[world.project.pk, paper.pk])
    readers = {
        "employer": world.employer,
        "another of management": make_guest(world.project),
        "delegation": world.reader,
        "IT": make_guest(world.project, Role.IT),
        "supplier": make_guest(world.project, Role.SUPPLIER),
        "expert": world.expert,
        "expert in the caucus": make_guest(world.project, Role.EXPERT, caucus=True),
    }
    opens = {
        name
        for name, who in readers.items()
        if signed_in(who).get(url).status_code == 200
    }
    assert opens == {"employer", "another of management", "delegation"}


def test_no_guest_opens_the_whole_papers_of_the_caucus(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting, _other = three_files(world)
    agenda_paper = meeting_papers.ask_convocation(
        meeting, world.project, actor=world.secretary
    )
    meetings.convene(meeting, actor=world.secretary, on=TODAY, reason="Notre motif")
    clock.move_to(f"{HELD_ON}T18:00:00+01:00")
    held(world, meeting)
    whole = meeting_papers.ask_minutes(meeting, world.project, actor=world.secretary)
    guest = make_guest(world.project, Role.EXPERT, caucus=True)
    part = meeting_papers.ask_minutes(meeting, world.project, actor=guest)

    assert [row["title"] for row in whole.content["points"]] == READ
    assert [row["title"] for row in part.content["points"]] == ["Point d’étape"]
    readers = (world.secretary, guest, world.employer)
    opened_by = {
        paper: [
            signed_in(who)
            .get(reverse("projects:report", args=[world.project.pk, paper.pk]))
            .status_code
            for who in readers
        ]
        for paper in (agenda_paper, whole, part)
    }
    assert opened_by == {
        agenda_paper: [200, 404, 404],
        whole: [200, 404, 404],
        part: [200, 200, 404],
    }


def test_of_another_project_the_president_learns_the_title_alone(
    world: World, clock: time_machine.Traveller
) -> None:
    meeting, other = three_files(world)
    foreign = agenda_lines(meeting, world.employer)[1]
    assert (foreign.point, foreign.to_vote) == (None, True)
    assert not AgendaPoint.objects.visible_to(world.employer).filter(project=other)
    pages = [html_of(world.employer, at(meeting, world.project))]
    meetings.convene(meeting, actor=world.secretary, on=TODAY, reason="Notre motif")
    clock.move_to(f"{HELD_ON}T14:00:00+01:00")
    held(world, meeting)
    for point in meeting.points.all():
        said = "Notre texte" if point.project_id != world.project.pk else "Leur texte"
        minutes.write(point, actor=world.elected, text=said, base=0)
    minutes.send(meeting, actor=world.secretary)
    pages.append(html_of(world.employer, at(meeting, world.project)))
    for page in pages:
        hidden = (SECRET, other.number, str(other.pk), "Notre texte", "Notre motif")
        assert [words for words in hidden if words in page] == []
    assert "Leur texte" in pages[1]
    paper = meeting_papers.ask_minutes(meeting, world.project, actor=world.employer)
    assert [row["title"] for row in paper.content["points"]] == ["Point d’étape"]


def test_a_draft_agenda_is_read_by_nobody_else(world: World) -> None:
    meeting = planned(world)
    with_point(world, meeting)
    assert numbered(meeting, world.employer) == []


def test_the_journal_of_points_stays_in_the_caucus(world: World) -> None:
    meeting, _other = three_files(world)
    with_point(world, meeting, title="Une réserve", project=None)
    seen = Entry.objects.visible_to(world.employer).filter(target=meeting.pk)
    assert [line.sentence for line in seen if "réserve" in line.sentence] == []


def test_the_meetings_of_another_workplace_are_not_theirs(world: World) -> None:
    far = make_project(make_workplace(world.organisation), world.secretary)
    meeting = meetings.plan(far, actor=world.elected, held_on=HELD_ON)
    with_point(world, meeting, project=None)
    meetings.propose(meeting, actor=world.secretary)
    assert numbered(meeting, world.employer) == []


def test_nobody_agrees_to_an_agenda_that_changed_under_their_eyes(world: World) -> None:
    meeting, _other = three_files(world)
    client = signed_in(world.employer)
    act = at(meeting, world.project, "meeting_act", "accord-presidence")
    form = client.get(act).context["acts"][0]["form"]
    read = {"on": "2026-11-10", "seen": form["seen"].value()}
    with_point(world, meeting, title="Venu depuis", project=None)
    refused = client.post(act, read)
    assert (refused.status_code, "a changé pendant que" in refused.text) == (422, True)
    assert "4. Venu depuis" in refused.text
    # The page that says so shows the new agenda: what it holds can be agreed to.
    again = refused.context["acts"][0]["form"]["seen"].value()
    assert client.post(act, read | {"seen": again}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.president_agreed_on == TODAY


def test_an_order_that_changes_leaves_what_was_read_as_it_is(world: World) -> None:
    meeting, _other = three_files(world)
    act = at(meeting, world.project, "meeting_act", "accord-presidence")
    client = signed_in(world.employer)
    seen = client.get(act).context["acts"][0]["form"]["seen"].value()
    agenda.raise_point(meeting.points.all()[1], actor=world.elected)
    answer = client.post(act, {"on": "2026-11-10", "seen": seen})
    assert answer.status_code == 302


def test_an_agreement_without_the_page_it_came_from_is_sent_back(world: World) -> None:
    meeting, _other = three_files(world)
    act = at(meeting, world.project, "meeting_act", "accord-presidence")
    answer = signed_in(world.employer).post(act, {"on": "2026-11-10"})
    assert answer.status_code == 422
    with pytest.raises(Refused, match="a changé pendant que vous le lisiez"):
        meetings.agree(
            meeting, actor=world.employer, side=Side.MANAGEMENT, on=TODAY, seen="autre"
        )


def test_a_consultation_of_another_project_entered_by_law_is_read_by_its_title(
    world: World,
) -> None:
    other = make_project(world.workplace, world.secretary, SECRET)
    consultation = opened(
        World(**{**vars(world), "project": other}), subject="Planning automatique"
    )
    meeting, _third = three_files(world)
    agenda.enter_by_law(meeting, actor=world.secretary, consultation=consultation)
    page = html_of(world.employer, at(meeting, world.project))
    assert "4. Planning automatique" in page
    assert [SECRET in page, other.number in page] == [False, False]
