"""Words that the journal keeps of what diagnostics hold, and where its lines lead.

Each line stands by itself: what was written that day, then what it took the place of.
What somebody else writes over is read here, in the room where it was written.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.enums import SIDE_SAID, AdviceState
from projects.enums import Side
from projects.models import Entry
from projects.told import add_address, add_words

Data = dict[str, Any]
Pairs = Iterable[tuple[str, str]]

_ADVICE = {
    "state": gettext_lazy("État"),
    "reason": gettext_lazy("Pourquoi"),
    "who": gettext_lazy("Qui s’en charge"),
    "proof": gettext_lazy("Ce qui le montre"),
}
_NEED = {
    "statement": gettext_lazy("Besoin"),
    "motive": gettext_lazy("Motif"),
    "carried_by": gettext_lazy("Qui le porte"),
    "acceptance": gettext_lazy("À quoi on l’acceptera"),
}
_JUDGED = {
    "reason": gettext_lazy("Pourquoi"),
    "sequel": gettext_lazy("Suite du refus"),
    "proof": gettext_lazy("Ce qui le montre"),
}
_STAGE = {
    "left_title": gettext_lazy("Étape quittée"),
    "note": gettext_lazy("Ce qui s’est passé"),
    "met": gettext_lazy("Ce qui est acquis"),
    "missing": gettext_lazy("Ce qui manque"),
    "because": gettext_lazy("Pourquoi passer sans"),
    "why": gettext_lazy("Pourquoi"),
}
_ASSESSMENT = {
    "title": gettext_lazy("Titre"),
    "about": gettext_lazy("Ce qui est regardé"),
}
_DEGREE = {
    "level": gettext_lazy("Degré proposé"),
    "note": gettext_lazy("Pourquoi ce degré"),
    "disagreement": gettext_lazy("Qui n’est pas d’accord, et pourquoi"),
}


def begin() -> None:
    """Let the journal show all this; called once, when the floor starts."""
    add_words("advice.moved", advice_words)
    add_words("assessment.agreed", degree_words)
    add_words("assessment.level_said", said_words)
    add_words("assessment.reworded", titled_words)
    for verb in ("proposed", "accepted", "moved"):
        add_words(f"practice.{verb}", practice_words)
    add_words("need.answered", answer_words)
    add_words("need.moved", move_words)
    add_words("need.reworded", reworded_words)
    for verb in ("noted", "moved", "finished", "back", "left"):
        add_words(f"path.{verb}", stage_words)
    add_address("advice", _advice_address)
    add_address("need", _need_address)
    add_address("logbook", lambda entry: _of_project("logbook", entry))
    add_address("path", _path_address)
    add_address("synthesis", lambda entry: _of_project("syntheses", entry))


def advice_words(data: Data) -> Pairs:
    """The sentence of the line says the state of that day."""
    before, after = data.get("before") or {}, data.get("after") or {}
    moved = before.get("state") not in (None, after.get("state"))
    state = str(AdviceState(before["state"]).label) if moved else ""
    return _both(_ADVICE, {**after, "state": ""}, {**before, "state": state})


def degree_words(data: Data) -> Pairs:
    """What is written down now, then the earlier one with what each side said of it."""
    labels = data.get("degrees") or {}
    after = _degree(data["after"], labels)
    before = [_degree(one, labels) for one in data["before"]]
    yield from _both(_DEGREE, after, before[0] if before else {})
    for side, agrees, words in data.get("said_before") or []:
        said = _("accord") if agrees else _("désaccord")
        label = _("Dit par %(side)s, avant") % {"side": SIDE_SAID[Side(side)]}
        yield label, f"{said} : {words}" if words else said


def _degree(kept: list[Any], labels: dict[str, str]) -> dict[str, str]:
    """Lines of before their words were kept give the number alone."""
    level, note, disagreement = kept
    number = "" if level is None else str(level)
    found = labels.get(number, number)
    return {"level": found, "note": note, "disagreement": disagreement}


def said_words(data: Data) -> Pairs:
    """The sentence of the line says whether that side agrees."""
    degree = data.get("degree") or data.get("level")
    yield str(_DEGREE["level"]), "" if degree is None else str(degree)
    yield _("Pourquoi"), data.get("words", "")


def titled_words(data: Data) -> Pairs:
    return _both(_ASSESSMENT, data.get("after") or {}, data.get("before") or {})


def practice_words(data: Data) -> Pairs:
    """Why it is given up: the page forgets it once the practice is proposed again."""
    yield _("Bonne pratique"), data.get("practice", "")
    yield _("Pourquoi"), data.get("words", "")


def answer_words(data: Data) -> Pairs:
    label = _("Réponse du projet")
    yield label, data.get("now", "")
    yield _before(label), data.get("before", "")


def move_words(data: Data) -> Pairs:
    return _both(_JUDGED, data, data.get("was") or {})


def reworded_words(data: Data) -> Pairs:
    return _both(_NEED, data.get("after") or {}, data.get("before") or {})


def stage_words(data: Data) -> Pairs:
    return _both(_STAGE, data, data.get("before") or {})


def _both(
    names: dict[str, Any], after: dict[str, Any], before: dict[str, Any]
) -> Pairs:
    """What is written, then what it took the place of, where the two differ."""
    for name, label in names.items():
        yield str(label), _plain(after.get(name))
    for name, label in names.items():
        old = _plain(before.get(name))
        if old != _plain(after.get(name)):
            yield _before(str(label)), old


def _before(label: str) -> str:
    return _("%(field)s, avant") % {"field": label}


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value or "")


def _advice_address(entry: Entry) -> str:
    """Lines of before this was kept name no code, and lead nowhere."""
    code = entry.data.get("code")
    return _of_project("advice", entry, code) if code else ""


def _need_address(entry: Entry) -> str:
    return _of_project("need", entry, entry.target)


def _path_address(entry: Entry) -> str:
    return _of_project("path_read", entry, entry.target)


def _of_project(name: str, entry: Entry, *rest: object) -> str:
    return reverse(f"diagnostics:{name}", args=[entry.project_id, *rest])
