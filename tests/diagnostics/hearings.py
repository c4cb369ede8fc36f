"""Interview guides, interviews with their notes, cards: rows for the tests."""

from datetime import date
from typing import Any

from diagnostics.actions import interviews, stakeholders, tasks
from diagnostics.enums import InstrumentKind, InterviewState, TaskField
from diagnostics.learning import CANVAS, QUIZ
from diagnostics.models import (
    Instrument,
    Interview,
    InterviewNote,
    SharedTask,
    Synthesis,
    TaskCard,
    ThemeObservation,
)
from diagnostics.models.interviews import last_day_of_notes
from projects.enums import ItemKind, Room
from projects.models import Item, Member
from tests.diagnostics.uses import grid_values, make_instrument
from tests.factories import World


def head_of(slug: str, kind: InstrumentKind) -> dict[str, Any]:
    values = grid_values(id=slug, kind=kind.value)
    return {key: values[key] for key in ("id", "kind", "title", "summary", "origin")}


def make_learning() -> None:
    """A short quiz and a short canvas, where the path « Se situer » looks for them."""
    if Instrument.objects.filter(slug=QUIZ).exists():
        return
    items = [
        {
            "code": code,
            "theme": "Ce qu’est l’IA",
            "level": 1,
            "statement": f"Question {code}",
            "choices": ["Oui", "Non", "Parfois"],
            "correct": correct,
            "explanation": f"Explication {code}.",
        }
        for code, correct in (("IA1", [2]), ("IA2", [1, 3]))
    ]
    quiz = head_of(QUIZ, InstrumentKind.QUIZ) | {"item": items}
    make_instrument(QUIZ, kind=InstrumentKind.QUIZ, values=quiz)
    choices = {
        "ai_state": ["pas d’IA", "elle aide"],
        "wish": ["la garder", "être aidé·e"],
        "data": ["non", "oui"],
    }
    canvas = head_of(CANVAS, InstrumentKind.CANVAS) | {
        "field": [
            {"name": one.value, "help": "Aide.", "choices": choices.get(one.value, [])}
            for one in TaskField
        ],
        "criterion": [
            {"code": "R1", "title": "Contrôle", "question": "Que décidez-vous ?"}
        ],
        "prompt": [{"code": "P1", "title": "Cadre", "text": "Règles.", "minutes": 10}],
    }
    make_instrument(CANVAS, kind=InstrumentKind.CANVAS, values=canvas)


def make_guide(slug: str = "guide-essai") -> Instrument:
    """A guide of two themes, LIENS and OUTILS."""
    values = head_of(slug, InstrumentKind.INTERVIEW) | {
        "opening": ["Vous pouvez arrêter à tout moment."],
        "closing": ["Merci."],
        "theme": [
            {
                "code": code,
                "title": code.capitalize(),
                "summary": "Un thème.",
                "questions": ["Racontez une semaine."],
            }
            for code in ("LIENS", "OUTILS")
        ],
    }
    return make_instrument(slug, kind=InstrumentKind.INTERVIEW, values=values)


def make_interview(
    world: World, *interviewers: Member, guide: Instrument | None = None
) -> Interview:
    """Planned by the secretary for today, by those named or by the secretary."""
    return interviews.plan(
        world.project,
        guide or make_guide(),
        actor=world.secretary,
        stakeholder=None,
        day=date(2026, 9, 1),
        interviewers=interviewers or [world.secretary],
        notes_until=last_day_of_notes(),
    )


def make_led(
    world: World, *interviewers: Member, guide: Instrument | None = None
) -> Interview:
    """Led, with the agreement of the person."""
    row = make_interview(world, *interviewers, guide=guide)
    return interviews.lead(row, actor=world.secretary, day=row.day)


def make_note(row: Interview, author: Member, text: str = "Dit.") -> InterviewNote:
    return interviews.write_note(
        row, actor=author, text=text, themes=["LIENS"], verbatim=False
    )


def make_card(member: Member, label: str = "Vérifier une facture") -> TaskCard:
    return tasks.add(
        member.user, label=label, ai_state="elle aide", wish="la garder", data="oui"
    )


def make_shared(
    world: World, member: Member, room: Room = Room.SHARED, **fields: Any
) -> SharedTask:
    return tasks.share(
        make_card(member),
        world.project,
        actor=member,
        room=room,
        note=fields.pop("note", "Elle demande de l’attention."),
        fields=fields.pop("fields", ["ai_state", "wish"]),
    )


def rows_of_hearings(world: World) -> dict[str, Any]:
    """What every route about interviews and tasks names, in one project."""
    make_learning()
    base = {"organisation": world.organisation, "project": world.project}
    actor = stakeholders.add(
        world.project,
        actor=world.secretary,
        label="Service client",
        side="users",
        influence="undergoes",
        position="unknown",
        stake="",
        relations="",
    )
    row = make_led(world, guide=make_guide(f"g-{world.project.pk.hex}"))
    assert row.state == InterviewState.HELD
    synthesis = Synthesis.objects.create(
        **base,
        version=row.version,
        theme="LIENS",
        text="Les liens se défont.",
        written_by=world.secretary,
    )
    item = Item.objects.create(
        **base, kind=ItemKind.OBSERVATION, rank=2, title="Liens", room=Room.CAUCUS
    )
    ThemeObservation.objects.create(
        **base, item=item, synthesis=synthesis, text="Liens", author=world.secretary
    )
    return {
        "actor_id": actor.pk,
        "interview_id": row.pk,
        "note_id": make_note(row, world.secretary).pk,
        "guide_id": row.version_id,
        "theme": "LIENS",
        "synthesis_id": synthesis.pk,
        "observation_id": item.pk,
        "quiz_code": "IA1",
        "task_id": make_card(world.secretary).pk,
        "shared_id": make_shared(world, world.secretary).pk,
    }
