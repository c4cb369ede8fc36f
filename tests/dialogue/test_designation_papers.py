"""An adopted designation, its sheet, and the papers that speak of the expertise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from dialogue.actions import (
    attendance,
    consultations,
    expertise,
    letters,
    meetings,
    resolutions,
)
from dialogue.agenda_lines import agenda_mark
from dialogue.dossier import dossier_content
from dialogue.enums import EventKind, ExpertGround, LetterKind, MeetingState
from dialogue.law.books.experts import EMPLOYER_PAYS, SHARED_COST, Ground
from dialogue.letter_facts import facts_for
from dialogue.letters.designation import firm_named
from dialogue.letters.facts import Expert
from dialogue.letters.kinds import assemble
from dialogue.models import Consultation, Event, Letter, Meeting
from projects.enums import Side
from projects.errors import Refused
from projects.models import Entry
from tests.dialogue.sittings import present
from tests.dialogue.stories import (
    address,
    document,
    happened,
    html_of,
    opened,
    signed_in,
)
from tests.dialogue.test_kinds_of_letters import FULL, articles, facts, plain
from tests.factories import World, make_guest

K = LetterKind
DAY = date(2026, 11, 17)
FIRM = Expert(
    ground=Ground.NEW_TECHNOLOGY,
    firm="Cabinet Méridien",
    certificate="17-204",
    share=SHARED_COST,
    reported_on=None,
)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-10T10:00:00+01:00", tick=False) as traveller:
        yield traveller


def text_of(kind: LetterKind, **known: Any) -> str:
    return plain(assemble(kind, replace(FULL, **known)).body)


# ---- what the texts take from the sheet -------------------------------------------
def test_the_designation_names_the_firm_of_the_sheet() -> None:
    said = text_of(K.EXPERT, expert=FIRM)

    assert "Il désigne Cabinet Méridien, certificat n° 17-204." in said
    assert "nom et adresse du cabinet" not in said
    assert "quatre-vingts pour cent" in said


def test_without_a_certificate_the_firm_alone_is_named() -> None:
    said = text_of(K.EXPERT, expert=replace(FIRM, certificate=""))

    assert "Il désigne Cabinet Méridien.\n" in said


def test_the_ground_of_the_sheet_changes_the_articles_and_who_pays() -> None:
    risk = replace(FIRM, ground=Ground.SERIOUS_RISK, share=EMPLOYER_PAYS)
    proposal = assemble(K.EXPERT, facts(expert=risk))
    said = plain(proposal.body)

    assert "article L. 2315-94, 1° du code du travail" in said
    assert "L. 2315-94, 2°" not in said
    assert "au titre d’un risque grave, identifié et actuel." in said
    assert "pris en charge en totalité par l’employeur" in said
    assert "lequel, où et depuis quand" in said
    assert {"L. 2315-94, 1°", "R. 2315-47"} <= set(articles(proposal))


def test_a_ground_that_the_text_does_not_know_is_said_beside_it() -> None:
    proposal = assemble(K.EXPERT, facts(expert=replace(FIRM, ground=Ground.STRATEGY)))

    assert "retient un autre fondement" in plain(proposal.notes[0])


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, "Le CSE a voté une expertise le 9 novembre 2026.\n"),
        (
            {"expert": FIRM},
            "Elle est confiée au cabinet Méridien. Le rapport n’est pas encore remis.",
        ),
        (
            {"expert": replace(FIRM, firm="", reported_on=DAY)},
            "9 novembre 2026. Le rapport est remis depuis le 17 novembre 2026.",
        ),
    ],
)
def test_the_text_for_the_judge_says_where_the_expertise_stands(
    known: dict[str, Any], said: str
) -> None:
    assert said in text_of(K.COURT, expert_on=date(2026, 11, 9), **known)


def test_without_an_expertise_the_text_for_the_judge_is_silent() -> None:
    assert "expertise" not in text_of(K.COURT, expert=FIRM)


@pytest.mark.parametrize(
    ("body", "firm"),
    [
        ("Vu\n\nArticle 2. Il désigne Cabinet Méridien.", "Cabinet Méridien"),
        ("Article 2. Il désigne Méridien, certificat n° 17.", "Méridien"),
        ("Article 2. Le CSE choisira plus tard.", ""),
    ],
)
def test_the_firm_is_read_in_the_adopted_text(body: str, firm: str) -> None:
    assert firm_named(body) == firm


# ---- from the meeting to the text, then to the sheet ------------------------------
def resolution(world: World, consultation: Consultation) -> Letter:
    """The proposed text, with everything filled in but its vote."""
    body = assemble(K.EXPERT, facts(expert=FIRM)).body
    lines = [
        line if "Résultat du vote" in line else line.replace("[à compléter", "Nadia (")
        for line in body.split("\n")
    ]
    return letters.draft(
        consultation,
        actor=world.elected,
        subject="Désignation d’un expert",
        body="\n".join(lines),
        kind=K.EXPERT,
    )


def voted(
    world: World, clock: time_machine.Traveller, letter: Letter, against: int = 0
) -> Letter:
    """Put on the agenda, then voted by the two members who are there."""
    meeting = meetings.plan(world.project, actor=world.elected, held_on=DAY)
    resolutions.put_on_agenda(letter, actor=world.elected, meeting=meeting)
    meetings.propose(meeting, actor=world.secretary)
    day = date(2026, 11, 10)
    meetings.agree(
        meeting,
        actor=world.employer,
        side=Side.MANAGEMENT,
        on=day,
        seen=agenda_mark(meeting),
    )
    meetings.convene(meeting, actor=world.secretary, on=day)
    clock.move_to("2026-11-17T18:00:00+01:00")
    present(world, meeting)
    attendance.open_sitting(meeting, actor=world.secretary)
    attendance.record_vote(
        meeting.points.get(),
        actor=world.secretary,
        votes_for=2 - against,
        votes_against=against,
        abstentions=0,
    )
    return Letter.objects.select_related("point__meeting").get()


def test_the_figures_of_the_meeting_fill_the_line_of_the_vote(
    world: World, clock: time_machine.Traveller
) -> None:
    letter = voted(world, clock, resolution(world, opened(world)))

    resolutions.adopt(letter, actor=world.secretary, on=DAY)

    body = plain(Letter.objects.get().body)
    assert "[à compléter" not in body
    assert body.endswith(
        "Vote du 17 novembre 2026. Deux (2) membres présents votent : deux (2) voix "
        "pour, aucune (0) contre, aucune (0) abstention. La résolution est adoptée."
    )


def test_the_journal_keeps_that_the_figures_were_copied(
    world: World, clock: time_machine.Traveller
) -> None:
    letter = voted(world, clock, resolution(world, opened(world)))

    resolutions.adopt(letter, actor=world.secretary, on=DAY)

    line = Entry.objects.get(verb="letter.vote_copied")
    assert line.sentence.startswith("Résultat du vote porté dans le texte")
    assert "deux (2) voix pour" in plain(line.data["result"])


def test_a_meeting_that_adopted_a_text_keeps_its_day(
    world: World, clock: time_machine.Traveller
) -> None:
    letter = voted(world, clock, resolution(world, opened(world)))
    resolutions.adopt(letter, actor=world.secretary, on=DAY)
    point = letter.point
    assert point is not None
    # As it stands before it is said to be held: its day may still be typed again.
    Meeting.objects.update(state=MeetingState.CONVENED)

    with pytest.raises(Refused, match="« Désignation d’un expert »"):
        meetings.correct(
            point.meeting,
            actor=world.secretary,
            held_on=date(2026, 11, 18),
            reason="Alerte",
            anew=True,
        )

    point.refresh_from_db()
    assert point.voted


def test_a_designation_for_a_risk_is_adopted_after_the_opinion(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation, secretary = opened(world), world.secretary
    expertise.describe(consultation, actor=secretary, ground=ExpertGround.SERIOUS_RISK)
    today = date(2026, 11, 10)
    consultations.give_opinion(consultation, actor=secretary, on=today)
    letter = voted(world, clock, resolution(world, consultation))

    resolutions.adopt(letter, actor=secretary, on=DAY)

    assert Event.objects.get(kind=EventKind.EXPERT_NAMED).on == DAY


def test_figures_typed_by_hand_are_kept(
    world: World, clock: time_machine.Traveller
) -> None:
    letter = resolution(world, opened(world))
    typed = letter.body.rpartition("\n")[0] + "\nVote : deux pour."
    letters.edit(
        letter,
        actor=world.elected,
        subject=letter.subject,
        body=typed,
        seen=letter.body,
    )
    letter = voted(world, clock, letter)

    resolutions.adopt(letter, actor=world.secretary, on=DAY)

    assert Letter.objects.get().body == typed


def test_a_text_that_was_not_carried_keeps_its_blank(
    world: World, clock: time_machine.Traveller
) -> None:
    letter = voted(world, clock, resolution(world, opened(world)), against=1)

    with pytest.raises(Refused, match="n’a pas adopté ce texte"):
        resolutions.adopt(letter, actor=world.secretary, on=DAY)

    assert "[à compléter" in plain(Letter.objects.get().body)
    page = plain(html_of(world.secretary, address(world, "letter", letter.pk)))
    assert "ce texte n’est pas adopté" in page
    assert "remplit de lui-même" not in page


def test_the_page_shows_the_vote_and_proposes_its_day_then_the_sheet(
    world: World, clock: time_machine.Traveller
) -> None:
    letter = voted(world, clock, resolution(world, opened(world)))
    page = html_of(world.secretary, address(world, "letter", letter.pk))
    assert "deux (2) voix pour" in plain(page)
    assert 'value="2026-11-17"' in page
    assert "deliberation=" not in page

    resolutions.adopt(letter, actor=world.secretary, on=DAY)

    sheet = address(world, "expertise_edit", letter.consultation_id)
    link = f"{sheet}?deliberation={letter.pk}"
    assert link in html_of(world.secretary, address(world, "letter", letter.pk))
    assert link not in html_of(world.elected, address(world, "letter", letter.pk))
    form = html_of(world.secretary, link)
    assert 'value="Cabinet Méridien"' in form
    assert f'<option value="{letter.point_id}" selected>' in form
    assert 'value="2026-11-17"' in form


@pytest.mark.parametrize("wanted", ["", "x", "7c1f0000-0000-4000-8000-000000000000"])
def test_a_letter_that_is_not_there_proposes_nothing(world: World, wanted: str) -> None:
    consultation = opened(world)

    assert resolutions.sheet_proposed(consultation, world.secretary, wanted) == {}
    url = address(world, "expertise_edit", consultation.pk)
    answer = signed_in(world.secretary).get(url, {"deliberation": wanted})
    assert answer.status_code == 200


def test_what_the_sheet_says_is_never_replaced(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    letter = voted(world, clock, resolution(world, consultation))
    resolutions.adopt(letter, actor=world.secretary, on=DAY)
    expertise.describe(
        consultation,
        actor=world.secretary,
        ground=ExpertGround.NEW_TECHNOLOGY,
        firm="Autre cabinet",
    )
    url = address(world, "expertise_edit", consultation.pk)

    form = html_of(world.secretary, f"{url}?deliberation={letter.pk}")

    assert 'value="Autre cabinet"' in form
    assert "Cabinet Méridien" not in form


def test_a_vote_already_in_the_log_is_not_written_twice(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    letter = voted(world, clock, resolution(world, consultation))
    happened(world, consultation, EventKind.EXPERT_NAMED, DAY)

    resolutions.adopt(letter, actor=world.secretary, on=DAY)

    assert Event.objects.filter(kind=EventKind.EXPERT_NAMED).count() == 1
    assert Letter.objects.get().adopted_on == DAY


def test_another_day_in_the_log_is_put_right_first(
    world: World, clock: time_machine.Traveller
) -> None:
    consultation = opened(world)
    letter = voted(world, clock, resolution(world, consultation))
    happened(world, consultation, EventKind.EXPERT_NAMED, date(2026, 11, 16))

    with pytest.raises(Refused, match="votée le 16 novembre 2026"):
        resolutions.adopt(letter, actor=world.secretary, on=DAY)

    assert Letter.objects.get().adopted_on is None


# ---- the papers -------------------------------------------------------------------
def described(world: World) -> Consultation:
    consultation = opened(world)
    day = date(2026, 11, 9)
    happened(world, consultation, EventKind.EXPERT_NAMED, day)
    report = document(world, "Rapport d’expertise")
    happened(world, consultation, EventKind.REPORT, day, evidence=report)
    end = date(2027, 11, 9)
    secret = document(world, "Lettre signée", confidential=True, confidential_until=end)
    expertise.describe(
        consultation,
        actor=world.secretary,
        ground=ExpertGround.NEW_TECHNOLOGY,
        firm="Cabinet Méridien",
        fields=["organisation"],
        mission_letter=secret,
    )
    return consultation


def test_the_file_of_the_caucus_tells_the_expertise(world: World) -> None:
    consultation = described(world)

    part = dossier_content(world.project, consultation, world.elected)["expertise"]

    assert {row["label"]: row["text"] for row in part["words"]} == {
        "Fondement": "nouvelle technologie",
        "Cabinet": "Cabinet Méridien",
        "Domaines certifiés": "organisation du travail, dont les équipements",
        "Part de l’employeur": "80 %",
        "Part du CSE": "20 %",
    }
    assert {row["label"]: row["day"] for row in part["days"]} == {
        "Expertise votée le": "2026-11-09",
        "Rapport remis le": "2026-11-09",
    }
    assert [(row["label"], row["title"]) for row in part["papers"]] == [
        ("Rapport", "Rapport d’expertise")
    ]


def test_the_file_of_the_other_side_is_silent_on_the_expertise(world: World) -> None:
    consultation = described(world)

    for reader in (world.employer, make_guest(world.project)):
        content = dossier_content(world.project, consultation, reader)
        assert content["expertise"] is None


def test_letters_read_the_sheet_through_their_writer(world: World) -> None:
    consultation = described(world)
    own = facts_for(consultation, member=world.elected, today=date(2026, 11, 10))
    other = facts_for(consultation, member=world.employer, today=date(2026, 11, 10))

    assert own.expert == replace(
        FIRM, certificate="", reported_on=date(2026, 11, 9), share=SHARED_COST
    )
    assert other.expert is None
