"""A short book of advice, a path of three stages and a guide, and what uses them."""

from typing import Any

from diagnostics.actions import logbooks, needs, paths
from diagnostics.actions.logbooks import Followed
from diagnostics.enums import AdviceState, InstrumentKind
from diagnostics.models import AdviceRecord, FollowedPath, Instrument, Logbook, Need
from projects.enums import Phase, Room
from projects.models import Member, Project
from tests.diagnostics.uses import grid_values, make_instrument


def _head(kind: str, title: str, **over: Any) -> dict[str, Any]:
    grid = grid_values()
    head = {name: grid[name] for name in ("id", "summary", "origin")}
    return {**head, "kind": kind, "title": title, **over}


def _advice(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "text": f"Conseil {code} à suivre.",
        "actors": ["management", "representatives"],
        "proof": f"Un écrit montre {code}.",
    }


def book_values(**over: Any) -> dict[str, Any]:
    """Advice for all phases, for framing (C1, C2) and for acceptance (L1)."""
    stages = [
        {"code": "T", "title": "Toutes les phases"},
        {"code": "C", "title": "Cadrage", "phase": Phase.FRAMING.value},
        {"code": "L", "title": "Recette", "phase": Phase.ACCEPTANCE.value},
    ]
    codes = {"T": ["T1"], "C": ["C1", "C2"], "L": ["L1"]}
    words = {"stake": "Ce qui se joue.", "dialogue": "On se parle."}
    return _head(
        "advice",
        "Conseils d’essai",
        stage=[
            {**one, **words, "advice": [_advice(code) for code in codes[one["code"]]]}
            for one in stages
        ],
        need=[
            {
                "code": "ENF1",
                "title": "Lisibilité",
                "examples": ["L’écran montre ce qui reste.", "Il dit qui a saisi."],
                "acceptance": "Trois personnes lisent la même chose.",
            }
        ],
        **over,
    )


def path_values(*, circular: bool = False, **over: Any) -> dict[str, Any]:
    """Three stages, each with two exit criteria, and two levers."""
    return _head(
        "path",
        "Parcours d’essai",
        circular=circular,
        stage=[
            {
                "code": code,
                "title": f"Étape {code}",
                "moment": "before",
                "summary": "Une étape.",
                "aims": ["Se comprendre."],
                "outputs": ["Une note."],
                "exit": [f"{code} est écrit.", f"{code} est lu."],
                "instruments": ["essai", "inconnu"],
            }
            for code in ("A", "B", "C")
        ],
        lever=[
            {
                "code": "L1",
                "title": "Registre",
                "text": "Tenir le registre.",
                "availability": "always",
            },
            {
                "code": "L2",
                "title": "Accord de méthode",
                "text": "L’écrire.",
                "availability": "moment",
                "stages": ["B"],
            },
        ],
        **over,
    )


def guide_values(**over: Any) -> dict[str, Any]:
    return _head(
        "guide",
        "Repères d’essai",
        phases=[Phase.FRAMING.value],
        instruments=over.pop("instruments", ["essai"]),
        section=[
            {
                "code": "S1",
                "title": "De quoi parle-t-on ?",
                "text": "Un paragraphe.\n\n- premier <b>\n- second",
            }
        ],
        term=[
            {"term": "Recette", "meaning": "Vérifier, puis accepter ou refuser."},
            {"term": "Écart", "meaning": "Ce qui manque."},
        ],
        **over,
    )


def _make(kind: InstrumentKind, slug: str, values: dict[str, Any]) -> Instrument:
    return make_instrument(slug, kind=kind, values=values)


def make_book(slug: str = "conseils", **over: Any) -> Instrument:
    return _make(InstrumentKind.ADVICE, slug, book_values(id=slug, **over))


def make_path(slug: str = "parcours", **over: Any) -> Instrument:
    return _make(InstrumentKind.PATH, slug, path_values(id=slug, **over))


def make_guide(slug: str = "reperes", **over: Any) -> Instrument:
    return _make(InstrumentKind.GUIDE, slug, guide_values(id=slug, **over))


def make_logbook(project: Project, actor: Member, room: Room = Room.SHARED) -> Logbook:
    if not Instrument.objects.filter(kind=InstrumentKind.ADVICE).exists():
        make_book()
    return logbooks.open_logbook(project, actor=actor, room=room)


def said(
    logbook: Logbook, actor: Member, state: AdviceState, code: str = "C1", **more: Any
) -> AdviceRecord:
    followed = Followed(state=state, **more)
    return logbooks.move_advice(logbook, code, followed, actor=actor)


def make_need(
    logbook: Logbook, actor: Member, room: Room = Room.SHARED, **over: Any
) -> Need:
    words = {
        "category": "ENF1",
        "statement": "L’écran montre ce qui reste.",
        "motive": "",
        "carried_by": "",
        "acceptance": "Trois personnes lisent la même chose.",
    }
    origin = over.pop("origin", None)
    return needs.express(
        logbook, actor=actor, room=room, origin=origin, **{**words, **over}
    )


def follow(
    project: Project, actor: Member, room: Room = Room.SHARED, **over: Any
) -> FollowedPath:
    instrument = over.pop("instrument", None) or make_path(**over)
    return paths.start(project, instrument, actor=actor, room=room)
