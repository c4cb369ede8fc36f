"""Short grids, and diagnostics filled with them."""

from typing import Any

from django.utils import timezone

from diagnostics.actions import answers, assessments
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, InstrumentKind, Party
from diagnostics.models import Assessment, Instrument, InstrumentVersion, Respondent
from projects.enums import Room
from projects.models import Member, Project


def grid_values(codes: tuple[str, ...] = ("D1.1", "D1.2", "D2.1"), **over: Any) -> Any:
    """The values of a bipolar grid; the dimension is what stands before the dot."""
    dimensions = sorted({code.partition(".")[0] for code in codes})
    return {
        "id": "essai",
        "kind": "grid",
        "title": "Grille d’essai",
        "summary": "Pour les tests.",
        "origin": {
            "method": "Essai",
            "fidelity": "own",
            "note": "Écrite pour les tests.",
            "licence": "EUPL-1.2",
            "source": [{"id": "ici", "title": "Ici", "reading": "full"}],
        },
        "scale": {
            "kind": "bipolar",
            "weak": [-2, -1],
            "strong": [1, 2],
            "level": [
                {"value": -2, "label": "entrave forte"},
                {"value": -1, "label": "entrave"},
                {"value": 0, "label": "sans effet net"},
                {"value": 1, "label": "soutien"},
                {"value": 2, "label": "soutien fort"},
            ],
        },
        "dimension": [
            {
                "code": dimension,
                "title": f"Dimension {dimension}",
                "summary": "Une dimension.",
                "criterion": [
                    {
                        "code": code,
                        "title": f"Critère {code}",
                        "question": "Que se passe-t-il ?",
                        "low": "rien ne va",
                        "high": "tout va",
                        "ask": f"Que ferez-vous pour {code} ?",
                        "propose": f"La direction agit sur {code}.",
                    }
                    for code in codes
                    if code.startswith(f"{dimension}.")
                ],
            }
            for dimension in dimensions
        ],
        **over,
    }


def make_instrument(slug: str = "essai", **fields: Any) -> Instrument:
    values = fields.pop("values", None) or grid_values(id=slug)
    shared = fields.pop("shared", False)
    instrument = Instrument.objects.create(
        slug=slug,
        kind=fields.pop("kind", InstrumentKind.GRID),
        title=values["title"],
        summary=values["summary"],
        **fields,
    )
    instrument.current = InstrumentVersion.objects.create(
        instrument=instrument,
        number=1,
        content=values,
        published_at=timezone.now(),
    )
    instrument.shared = shared
    instrument.save(update_fields=["current", "shared"])
    return instrument


def make_assessment(
    project: Project, actor: Member, room: Room = Room.SHARED, **fields: Any
) -> Assessment:
    instrument = fields.pop("instrument", None) or make_instrument(
        fields.pop("slug", "essai")
    )
    return assessments.start(
        project,
        instrument,
        actor=actor,
        title=fields.pop("title", "Diagnostic de l’assistant"),
        about="",
        room=room,
    )


def make_sheet(
    assessment: Assessment,
    actor: Member,
    party: Party,
    *,
    handed_in: bool = True,
    **levels: int | str,
) -> Respondent:
    """A sheet with `D1_1=-2`, handed in; a word is one of AnswerKind."""
    sheet = answers.join(assessment, actor=actor, party=party)
    for code, value in levels.items():
        said = (
            Said(AnswerKind(value))
            if isinstance(value, str)
            else Said(AnswerKind.LEVEL, value)
        )
        answers.save(sheet, code.replace("_", "."), said, actor=actor)
    if levels and handed_in:
        answers.finish(sheet, actor=actor)
    return sheet
