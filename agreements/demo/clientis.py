"""An assistant in customer service, already used before anybody was consulted.

The chronology follows what was published of TJ Nanterre, 14 février 2025, RG 24/01457
(legal.md F-03): a "pilot" that staff had used for months, a consultation opened
afterwards, an expert, two months. Every name is invented.
"""

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from agreements.demo import (
    cast,
    clientis_expertise,
    clientis_letters,
    clientis_meetings,
)
from agreements.demo.clientis_words import ANSWERS, POINTS, QUESTIONS, USES
from agreements.demo.stage import Stage, after, hand_over
from dialogue.actions import (
    answers,
    batches,
    consultations,
    opinions,
    questions,
)
from dialogue.enums import PassageKind, Stance, Theme
from dialogue.models import Consultation, Question
from projects.actions import documents, first_use, information_due, projects
from projects.actions.projects import ProjectFields
from projects.enums import (
    AIFunction,
    Answer3,
    DueState,
    MandateKind,
    Phase,
    Role,
    Room,
)
from projects.models import Member, Project
from projects.workdays import (
    Territory,
    add_months,
    is_working_day,
    next_working_day,
)


@dataclass
class Clientis:
    stage: Stage
    secretary: Member
    elected: Member
    delegate: Member
    project: Project
    management: Member
    it: Member
    consultation: Consultation
    opened_on: date


def open_house(stage: Stage) -> tuple[Member, Member, Member]:
    """The works council and its people: secretary, elected member, union delegate."""
    with stage.at(120, 9):
        secretary = cast.open_clientis()
        body = secretary.organisation
        elected = cast.join(body, "elue", Role.ELECTED, actor=secretary)
        delegate = cast.join(body, "delegue", Role.DELEGATE, actor=secretary)
        cast.join(body, "admin", Role.ADMIN, actor=secretary)
        for member, kind in (
            (secretary, MandateKind.FULL),
            (secretary, MandateKind.SECRETARY),
            (elected, MandateKind.FULL),
            (delegate, MandateKind.UNION_DELEGATE),
            (delegate, MandateKind.SUBSTITUTE),
        ):
            cast.elect(member, kind, actor=secretary, since=stage.day(500))
    return secretary, elected, delegate


def play(stage: Stage, secretary: Member, elected: Member, delegate: Member) -> None:
    project = _announce(stage, secretary)
    story = _invite(stage, secretary, elected, delegate, project)
    clientis_letters.request(stage, story.consultation, actor=secretary)
    _inform(story)
    meeting = clientis_meetings.prepare(stage, story.consultation, actor=secretary)
    convened = functools.partial(stage.on, after(story.opened_on, 2))
    clientis_meetings.convene(meeting, convened, secretary, story.management)
    clientis_meetings.sit(stage, meeting, secretary, elected, delegate)
    _name_expert(story, meeting.held_on)
    clientis_meetings.report(stage, meeting, secretary)
    _visit(story)
    clientis_expertise.report(stage, story.consultation, actor=secretary)
    asked = _ask(story)
    clientis_meetings.prepare_next(
        stage, story.consultation, secretary, story.management
    )
    _answer(story, asked, (6, 6, 4, 4), ANSWERS[:4])
    _judge_answers(story, asked)
    _write(story, asked)
    _answer(story, asked, (1,), ANSWERS[4:])
    clientis_letters.prepare(
        stage,
        story.consultation,
        elected=elected,
        delegate=delegate,
        secretary=secretary,
    )


def _announce(stage: Stage, secretary: Member) -> Project:
    with stage.at(62, 14):
        workplace = secretary.organisation.workplaces.get()
        project = projects.create_project(
            secretary.organisation,
            actor=secretary,
            phase=Phase.DEPLOYMENT,
            **ProjectFields(
                workplace=workplace,
                title="Assistant IA du service client",
                purpose="« Faire gagner du temps aux équipes et mieux répondre aux "
                "clients, avec un assistant qui propose les réponses. »",
                real_change="Les réponses types remplacent les fiches écrites par les "
                "équipes. Le rythme est donné par l’écran. Relire prend du temps que "
                "personne ne compte.",
                supplier="Lexa Logiciels",
                product="Lexa Répond",
                uses_ai=Answer3.YES,
                ai_functions=[AIFunction.RECOMMENDS, AIFunction.GENERATES],
                trades="Conseil client, encadrement de proximité",
                people_count=86,
                personal_data=Answer3.YES,
                staff_data=Answer3.YES,
                monitoring=Answer3.UNKNOWN,
                uses=USES,
                announced_on=stage.day(64),
                pilot_planned_on=stage.day(78),
                start_planned_on=stage.day(-60),
            ),
        )
    with stage.at(61, 17):
        first_use.record_first_use(
            project,
            actor=secretary,
            used_on=stage.day(78),
            note="Deux plateaux répondent avec l’assistant tous les jours. Vu en "
            "visite, confirmé par plusieurs collègues.",
        )
    return project


def _invite(
    stage: Stage,
    secretary: Member,
    elected: Member,
    delegate: Member,
    project: Project,
) -> Clientis:
    with stage.at(60):
        management = cast.be_guest(project, "direction", Role.EMPLOYER, actor=secretary)
        it = cast.be_guest(project, "dsi", Role.IT, actor=secretary)
        cast.be_guest(
            project, "facilitatrice", Role.FACILITATOR, actor=secretary, caucus=True
        )
        consultation = consultations.prepare(
            project, actor=secretary, subject="Assistant IA du service client"
        )
        consultations.ask_information(consultation, actor=secretary, on=stage.day(60))
        information_due.suggest_due(project, actor=secretary)
    return Clientis(
        stage,
        secretary,
        elected,
        delegate,
        project,
        management,
        it,
        consultation,
        opening_day(stage.today),
    )


def opening_day(today: date) -> date:
    """The working day of the information: two months later, in a week about."""
    days = (today - timedelta(days=ago) for ago in (54, 55, 56, 57, 53, 52, 51))
    worked = [day for day in days if is_working_day(day, Territory.METROPOLE)]
    return min(worked, key=lambda day: abs((add_months(day, 2) - today).days - 6))


def _inform(story: Clientis) -> None:
    stage, project = story.stage, story.project
    lines = list(project.information_due.all())
    with stage.on(story.opened_on, 11) as day:
        note = hand_over(
            project,
            "Note d’information au CSE",
            [
                "La direction présente un assistant qui propose des réponses aux "
                "conseillères et conseillers du service client.",
                "Il est en phase pilote depuis l’été sur deux plateaux. Le déploiement "
                "est prévu au printemps.",
            ],
            actor=story.management,
            given_by="Claire Fontanet, direction des ressources humaines",
            on=day,
        )
        consultations.open_consultation(
            story.consultation, actor=story.secretary, on=day
        )
        documents.link_document(note, actor=story.secretary, lines=lines[:2])
    with stage.on(after(story.opened_on, 1), 16) as day:
        hand_over(
            project,
            "Extrait du contrat avec l’éditeur",
            ["Article 7 : niveau de service.", "Article 12 : réversibilité."],
            actor=story.it,
            given_by="Hugo Ferrand, informatique",
            on=day,
            confidential_until=stage.day(-300),
            readers=(story.secretary, story.elected, story.delegate),
        )


def _name_expert(story: Clientis, held_on: date) -> None:
    """The expertise, its expert let into the caucus, what is judged meanwhile."""
    stage, consultation, secretary = story.stage, story.consultation, story.secretary
    clientis_expertise.name_firm(stage, consultation, held_on, actor=secretary)
    with stage.on(after(held_on, 1), 14):
        cast.be_guest(
            story.project, "expert", Role.EXPERT, actor=secretary, caucus=True
        )
    with stage.on(after(held_on, 1), 16):
        _judge(story)
    clientis_expertise.follow(stage, consultation, held_on, actor=secretary)


def _visit(story: Clientis) -> None:
    """What the delegation gathers for itself: one paper is for named readers only."""
    team = (story.secretary, story.elected, story.delegate)
    for days_after, author, title, paragraphs, readers in (
        (
            15,
            story.elected,
            "Paroles de collègues, visite des deux plateaux",
            [
                "« Relire prend plus de temps que répondre. »",
                "Prénoms gardés pour nous.",
            ],
            team,
        ),
        (
            17,
            story.secretary,
            "Trame d’entretien pour l’expert",
            ["Qui corrige, quand, et sur quel temps ?"],
            (),
        ),
    ):
        with story.stage.on(after(story.opened_on, days_after), 17) as day:
            hand_over(
                story.project,
                title,
                paragraphs,
                actor=author,
                given_by=str(author),
                on=day,
                room=Room.CAUCUS,
                confidential_until=story.stage.day(-300) if readers else None,
                readers=readers,
            )


def _judge(story: Clientis) -> None:
    lines = list(story.project.information_due.all())
    for line, state, reason in (
        (lines[0], DueState.RECEIVED, ""),
        (lines[1], DueState.INSUFFICIENT, "Le calendrier s’arrête au pilote."),
    ):
        information_due.judge_due(line, actor=story.elected, state=state, reason=reason)


def _ask(story: Clientis) -> list[Question]:
    authors = (story.elected, story.delegate, story.secretary)
    asked = []
    for number, (theme, text) in enumerate(QUESTIONS):
        with story.stage.at(14, 9, 5 * number):
            asked.append(
                questions.draft(
                    story.consultation,
                    actor=authors[number % len(authors)],
                    text=text,
                    theme=theme,
                )
            )
    with story.stage.at(10, 17, 5):
        batches.send(
            story.consultation,
            actor=story.secretary,
            chosen=asked,
            wanted_on=next_working_day(
                story.stage.today + timedelta(days=3), Territory.METROPOLE
            ),
            batch_id=uuid4(),
        )
    return asked


def _answer(
    story: Clientis,
    asked: list[Question],
    days_ago: tuple[int, ...],
    given: list[tuple[int, bool, str]],
) -> None:
    for day, (number, partial, text) in zip(days_ago, given, strict=True):
        with story.stage.at(day, 16, 10 + number):
            asked[number].refresh_from_db()
            answers.answer(
                asked[number], actor=story.management, text=text, partial=partial
            )


def _judge_answers(story: Clientis, asked: list[Question]) -> None:
    """Two answers are found complete; nobody has judged the third yet."""
    for number in (0, 1):
        with story.stage.at(4, 18, number):
            asked[number].refresh_from_db()
            answers.judge(
                asked[number],
                actor=story.elected,
                complete=True,
                reason="La réponse dit qui fait quoi.",
            )


def _write(story: Clientis, asked: list[Question]) -> None:
    consultation = story.consultation
    authors = (story.elected, story.delegate)
    for number, (author, (asked_at, title, text)) in enumerate(
        zip(authors, POINTS, strict=True)
    ):
        question = asked[asked_at]
        with story.stage.at(3, 18, 10 * number):
            question.refresh_from_db()
            opinions.add_passage(
                consultation,
                actor=author,
                kind=PassageKind.POINT,
                title=title,
                text=text,
                origin=question.item,
            )
    with story.stage.at(2, 12):
        questions.draft(
            consultation,
            actor=story.delegate,
            text="Faut-il demander le détail du contrat avec l’éditeur ?",
            theme=Theme.SUPPLIER,
        )
    with story.stage.at(2, 18):
        opinions.add_passage(
            consultation,
            actor=story.secretary,
            kind=PassageKind.RESERVE,
            text="Le pilote est déjà une mise en œuvre : le CSE aurait dû être "
            "consulté avant son lancement.",
        )
        opinions.choose_stance(
            consultation, actor=story.secretary, stance=Stance.UNFAVOURABLE
        )
