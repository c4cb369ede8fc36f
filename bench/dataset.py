"""A database of many works councils: 200 consultations each, one project each.

Run as `python -m bench.dataset COUNT` with the environment of an installation; prints
the session key of one elected member and the ids that the pages to measure need. The
member's own organisation is as large in the small database as in the large one: what
grows is everybody else's data. `--per-organisation COUNT` makes one of everything.
"""

import argparse
import json
import os
from datetime import date, timedelta
from itertools import islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import diagnostics  # noqa: E402
from dialogue.enums import (  # noqa: E402
    ConsultationState,
    EventKind,
    QuestionState,
    Theme,
)
from dialogue.models import (  # noqa: E402
    Answer,
    Consultation,
    Event,
    Question,
    QuestionBatch,
)
from projects import journal  # noqa: E402
from projects.enums import (  # noqa: E402
    DeadlineState,
    Instance,
    ItemKind,
    OrganisationKind,
    Regime,
    Role,
    Room,
    Side,
)
from projects.models import (  # noqa: E402
    Deadline,
    Item,
    Member,
    Organisation,
    Project,
    User,
    Workplace,
)

PER_ORGANISATION = 200
BATCH = 1_000  # rows per INSERT
QUESTIONS = 40
QUESTION = (
    "que deviennent les données de ce service, qui les lit, combien de temps sont-"
    "elles gardées, et servent-elles à mesurer le travail de chaque personne, par "
    "exemple le nombre d’appels, leur durée ou le ton de la voix ?"
)
ANSWER = (
    "Les conversations sont gardées treize mois, puis effacées. Les responsables "
    "d’équipe lisent des moyennes par semaine et par équipe, jamais par personne. "
    "Un registre note chaque lecture d’une conversation entière, avec son motif. "
    "Le contrat avec le fournisseur lui interdit de s’en servir pour son compte."
)
TODAY = timezone.localdate()


def organisation(number: int) -> tuple[Organisation, Workplace, Member]:
    body = Organisation.objects.create(name=f"CSE {number}", kind=OrganisationKind.CSE)
    place = Workplace.objects.create(
        organisation=body,
        name=f"Site {number}",
        headcount=300,
        regime=Regime.PRIVATE,
        instance=Instance.CSE,
    )
    user = User.objects.create(email=f"elue{number}@example.org", name=f"Élue {number}")
    member = Member.objects.create(
        organisation=body,
        user=user,
        role=Role.SECRETARY,
        side=Side.DELEGATION,
        since=date(2020, 1, 1),
    )
    return body, place, member


def fill(number: int, count: int) -> tuple[Member, list[Project]]:
    """One organisation with `count` projects, each consulted, dates over a year."""
    body, place, member = organisation(number)
    projects = [
        Project(
            organisation=body,
            workplace=place,
            year=TODAY.year,
            rank=rank,
            title=f"Outil numérique {rank} du service {rank % 17}",
            created_by=member,
        )
        for rank in range(1, count + 1)
    ]
    Project.objects.bulk_create(projects, BATCH)
    consultations, deadlines = [], []
    for index, project in enumerate(projects):
        due = TODAY + timedelta(days=index % 365)
        consultation = Consultation(
            organisation=body,
            project=project,
            subject=project.title,
            state=ConsultationState.OPEN,
            information_on=due - timedelta(days=31),
            opened_on=due - timedelta(days=31),
            due_on=due,
            extended_on=due,
        )
        consultations.append(consultation)
        deadlines.append(_deadline(consultation, due))
    Consultation.objects.bulk_create(consultations, BATCH)
    Event.objects.bulk_create([_handed_over(row, member) for row in consultations])
    Deadline.objects.bulk_create(deadlines, BATCH)
    return member, projects


def _handed_over(consultation: Consultation, member: Member) -> Event:
    assert consultation.information_on
    return Event(
        organisation_id=consultation.organisation_id,
        project_id=consultation.project_id,
        consultation=consultation,
        kind=EventKind.INFORMATION,
        on=consultation.information_on,
        room=Room.SHARED,
        recorded_by=member,
    )


def _deadline(consultation: Consultation, due: date) -> Deadline:
    return Deadline(
        organisation_id=consultation.organisation_id,
        project_id=consultation.project_id,
        key=f"consultation:{consultation.pk}:avis",
        label="Avis du CSE",
        rule="A-07",
        article="R. 2312-6",
        confidence="V1",
        explanation=["Information remise.", "Un mois de quantième à quantième."],
        consequence="Sans avis, le CSE sera réputé avoir rendu un avis négatif.",
        starts_on=consultation.information_on,
        due_on=due,
        extended_on=due,
        room=Room.CAUCUS,
        action_label="Rédiger l’avis",
        action_url="/",
        state=DeadlineState.OPEN,
    )


@transaction.atomic
def ask_questions(project: Project, member: Member) -> None:
    """Forty questions sent, half of them answered, with a journal line each.

    Their texts have the length of real ones: the file prints on about ten pages.
    """
    consultation = Consultation.objects.get(project=project)
    batch = QuestionBatch.objects.create(
        consultation=consultation, rank=1, sent_by=member
    )
    for rank in range(1, QUESTIONS + 1):
        question = Question.objects.create(
            item=_item(project, member, ItemKind.QUESTION, rank),
            organisation_id=project.organisation_id,
            project=project,
            consultation=consultation,
            theme=Theme.DATA,
            text=f"Question {rank} : {QUESTION}",
            author=member,
            state=QuestionState.ANSWERED if rank % 2 else QuestionState.SENT,
            batch=batch,
        )
        if rank % 2:
            answer = _item(project, member, ItemKind.ANSWER, rank, question.item)
            Answer.objects.create(
                item=answer,
                question=question,
                text=ANSWER,
                author=member,
            )
        journal.record(
            project,
            "question.sent",
            f"Question Q-{rank} transmise",
            actor=member,
            target=question,
            room=Room.SHARED,
        )


def _item(
    project: Project,
    member: Member,
    kind: ItemKind,
    rank: int,
    origin: Item | None = None,
) -> Item:
    return Item.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        kind=kind,
        rank=rank,
        title=f"{kind.label} {rank}",
        room=Room.SHARED,
        origin=origin,
        created_by=member,
    )


def session_of(user: User) -> str:
    """A session as signing in makes it."""
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = (
        "allauth.account.auth_backends.AuthenticationBackend"
    )
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main(count: int, per_organisation: int) -> dict[str, Any]:
    sizes = [per_organisation] * (count // per_organisation)
    member, projects = fill(0, sizes[0])
    ask_questions(projects[0], member)
    filled = diagnostics.fill(projects[0], member)
    for number in islice(range(len(sizes)), 1, None):
        fill(number, sizes[number])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    consultation = Consultation.objects.get(project=projects[0])
    return {
        "session": session_of(member.user),
        "organisation": str(member.organisation_id),
        "project": str(projects[0].pk),
        "consultation": str(consultation.pk),
        "own": len(projects),
        **filled,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--per-organisation", type=int, default=PER_ORGANISATION)
    options = parser.parse_args()
    print(json.dumps(main(options.count, options.per_organisation)))
