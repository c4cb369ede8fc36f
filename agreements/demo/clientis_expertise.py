"""The expertise of the story: its vote, its sheet, and each step on its day."""

from datetime import date, timedelta
from decimal import Decimal

from agreements.demo.clientis_meetings import EXPERT
from agreements.demo.stage import Stage, after, hand_over
from dialogue.actions import events, expertise
from dialogue.enums import CertifiedField, EventKind, ExpertGround
from dialogue.models import AgendaPoint, Consultation
from projects.enums import Room
from projects.models import Document, Member

FIRM = "Cabinet Arpège Travail"


def name_firm(
    stage: Stage, consultation: Consultation, held_on: date, *, actor: Member
) -> None:
    """The vote of the meeting, the sheet once the mission letter is there."""
    with stage.on(held_on, 14) as voted_on:
        _record(consultation, EventKind.EXPERT_NAMED, voted_on, actor)
    with stage.on(after(held_on, 1), 11) as day:
        letter = _paper(
            consultation,
            "Lettre de mission du cabinet",
            ["Deux plateaux, douze entretiens, une restitution devant le CSE."],
            day,
            actor,
        )
        vote = AgendaPoint.objects.get(
            meeting__project=consultation.project, title=EXPERT
        )
        expertise.describe(
            consultation,
            actor=actor,
            ground=ExpertGround.NEW_TECHNOLOGY,
            firm=FIRM,
            chosen_on=voted_on,
            principle_vote=vote,
            choice_vote=vote,
            certificate="HAB-2024-0117",
            fields=[CertifiedField.ORGANISATION, CertifiedField.ENVIRONMENT],
            valid_until=stage.today + timedelta(days=400),
            mission_letter=letter,
        )


def follow(
    stage: Stage, consultation: Consultation, held_on: date, *, actor: Member
) -> None:
    """The request, the terms with their cost, the answer two days late at least."""
    with stage.on(after(held_on, 2), 15) as day:
        _record(consultation, EventKind.EXPERT_ASKED, day, actor)
    with stage.on(after(held_on, 5), 17) as day:
        _record(consultation, EventKind.TERMS_NOTIFIED, day, actor)
        expertise.describe(
            consultation,
            actor=actor,
            ground=ExpertGround.NEW_TECHNOLOGY,
            forecast_cost=Decimal(28_500),
        )
    with stage.on(after(held_on, 7), 15) as day:
        _record(consultation, EventKind.EMPLOYER_REPLIED, day, actor)


def report(stage: Stage, consultation: Consultation, *, actor: Member) -> None:
    """Handed over in time, in the delegation's own room."""
    assert consultation.information_on is not None
    with stage.on(after(consultation.information_on, 18), 15) as day:
        paper = _paper(
            consultation,
            "Rapport d’expertise",
            ["Relire prend un quart du temps gagné ; il n’est compté nulle part."],
            day,
            actor,
        )
        events.record(
            consultation, actor=actor, kind=EventKind.REPORT, on=day, evidence=paper
        )


def _record(
    consultation: Consultation, kind: EventKind, day: date, actor: Member
) -> None:
    events.record(consultation, actor=actor, kind=kind, on=day)


def _paper(
    consultation: Consultation,
    title: str,
    paragraphs: list[str],
    day: date,
    actor: Member,
) -> Document:
    return hand_over(
        consultation.project,
        title,
        paragraphs,
        actor=actor,
        given_by=FIRM,
        on=day,
        room=Room.CAUCUS,
    )
