"""Writing the draft of a grid, part by part.

`seen` is the mark of the part as the person had it before them: what somebody
else wrote meanwhile is never replaced without being read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics import draft_scales, drafts
from diagnostics.actions.instruments import held_draft, hold
from diagnostics.drafts import Values
from diagnostics.enums import Component, Party
from diagnostics.models import Instrument
from projects import journal
from projects.errors import Conflict, Refused
from projects.models import Member
from projects.seen import mark, refuse_stale

MOST_PARTS = 200
SCALE = ("level", "weak", "strong")


@dataclass
class _Writing:
    """What one act changes: filled in by the act, journalled when it ends."""

    values: Values
    sentence: str = ""
    old: Any = None
    new: Any = None


@contextmanager
def _writing(instrument: Instrument, actor: Member) -> Iterator[_Writing]:
    with transaction.atomic():
        hold(instrument)
        draft = held_draft(instrument)
        act = _Writing(draft.content)
        yield act
        if not act.sentence:
            return
        draft.edited_at = timezone.now()
        draft.save(update_fields=["content", "edited_at"])
        _name(instrument, draft.content)
        assert instrument.organisation is not None
        journal.record(
            instrument.organisation,
            "instrument.edited",
            f"{instrument.title} : {act.sentence}",
            actor=actor,
            target=instrument,
            old=act.old,
            new=act.new,
        )


def _name(instrument: Instrument, content: Values) -> None:
    """Before its first version, a grid is listed under what its draft says."""
    if instrument.current is None:
        instrument.title = content.get("title", instrument.title)
        instrument.summary = content.get("summary", "")
        instrument.save(update_fields=["title", "summary"])


def _refuse_changed(part: Values, keys: tuple[str, ...], seen: str) -> None:
    """Before a part is taken away, whatever was changed in it."""
    current = mark(part, keys)
    if seen != current:
        raise Conflict(
            _(
                "Ce texte a été changé par quelqu’un d’autre entre-temps. Rien n’est "
                "retiré : relisez, puis recommencez."
            ),
            current,
        )


def _stored_words(part: Values) -> dict[str, str]:
    """What a page says of values that are no plain text."""
    parties = {one.value: str(one.label) for one in Party}
    words = {
        name: "\n".join(map(str, value))
        for name, value in part.items()
        if isinstance(value, list)
    }
    named = part.get("parties", ())
    words["parties"] = ", ".join(parties.get(one, "") for one in named)
    components = {one.value: str(one.label) for one in Component}
    words["component"] = components.get(part.get("component", ""), "")
    return words


def _rewrite(
    act: _Writing, part: Values, keys: tuple[str, ...], words: Values, sentence: str
) -> bool:
    old = drafts.words_of(part, keys)
    drafts.write(part, keys, words)
    new = drafts.words_of(part, keys)
    if new == old:
        return False
    act.old, act.new, act.sentence = old, new, sentence
    return True


def save_header(
    instrument: Instrument, *, actor: Member, seen: str, **words: Any
) -> None:
    with _writing(instrument, actor) as act:
        refuse_stale(act.values, words, seen, _stored_words(act.values))
        _rewrite(act, act.values, drafts.HEADER, words, _("titre et résumé changés"))


def save_scale(
    instrument: Instrument,
    *,
    actor: Member,
    seen: str,
    levels: list[Values],
    weak: list[int],
    strong: list[int],
) -> None:
    """New words for the degrees there are, and which are brakes or strengths."""
    with _writing(instrument, actor) as act:
        scale = act.values["scale"]
        if len(levels) != len(scale["level"]):
            raise Refused(_("L’échelle n’a pas ce nombre de degrés."))
        rows = [
            {"value": old["value"], **{k: v for k, v in new.items() if v}}
            for old, new in zip(scale["level"], levels, strict=True)
        ]
        words = {"level": rows, "weak": weak, "strong": strong}
        refuse_stale(drafts.scale_words(scale), drafts.scale_words(words), seen)
        _rewrite(act, scale, SCALE, words, _("échelle changée"))


def add_level(instrument: Instrument, *, actor: Member) -> None:
    """One at the top, or at each pole, to be named. Refused when the scale is full."""
    with _writing(instrument, actor) as act:
        scale = act.values["scale"]
        act.old = deepcopy(scale)
        if not draft_scales.widen(scale):
            raise Refused(
                _("Une échelle a sept degrés au plus : retirez-en d’abord un.")
            )
        act.new, act.sentence = scale, _("degré ajouté à l’échelle")


def remove_level(
    instrument: Instrument, rank: int, *, actor: Member, seen: str
) -> None:
    """By its rank from the lowest; its opposite goes with it. `seen` is the scale's."""
    with _writing(instrument, actor) as act:
        scale = act.values["scale"]
        _refuse_changed(scale, SCALE, seen)
        gone = draft_scales.leaves(scale, rank)
        if not gone:
            raise Refused(_("Une échelle garde au moins deux degrés."))
        act.old = deepcopy(scale)
        draft_scales.remove(scale, gone)
        act.new, act.sentence = scale, _("degré retiré de l’échelle")


def add_dimension(instrument: Instrument, *, actor: Member, **words: Any) -> str:
    """Returns the code of the new dimension, the last one."""
    with _writing(instrument, actor) as act:
        rows = act.values["dimension"]
        _refuse_many(rows)
        row: Values = {"code": drafts.dimension_code(words.get("title", ""), rows)}
        drafts.write(row, drafts.DIMENSION, words)
        rows.append(row)
        act.new, act.sentence = row, _("dimension ajoutée")
        code: str = row["code"]
    return code


def save_dimension(
    instrument: Instrument, code: str, *, actor: Member, seen: str, **words: Any
) -> None:
    with _writing(instrument, actor) as act:
        row = _dimension(act.values, code)
        refuse_stale(row, words, seen, _stored_words(row))
        sentence = _("dimension %(code)s changée") % {"code": code}
        _rewrite(act, row, drafts.DIMENSION, words, sentence)


def remove_dimension(
    instrument: Instrument, code: str, *, actor: Member, seen: str
) -> None:
    """With its criteria; `seen` covers them."""
    with _writing(instrument, actor) as act:
        row = _dimension(act.values, code)
        _refuse_changed(row, (*drafts.DIMENSION, "criterion"), seen)
        act.values["dimension"].remove(row)
        act.old = row
        act.sentence = _("dimension %(code)s retirée") % {"code": code}


def raise_dimension(instrument: Instrument, code: str, *, actor: Member) -> None:
    with _writing(instrument, actor) as act:
        if drafts.raised(act.values["dimension"], _dimension(act.values, code)["code"]):
            act.sentence = _("dimension %(code)s montée") % {"code": code}


def add_criterion(
    instrument: Instrument, dimension: str, *, actor: Member, **words: Any
) -> str:
    """Returns the code of the new criterion, the last one of its dimension."""
    with _writing(instrument, actor) as act:
        known = list(drafts.criteria_of(act.values))
        _refuse_many(known)
        there = _dimension(act.values, dimension)
        row: Values = {"code": drafts.criterion_code(there, act.values)}
        drafts.write(row, drafts.CRITERION, words)
        drafts.mark_as_ours(act.values, row, new=True)
        there.setdefault("criterion", []).append(row)
        act.new = row
        act.sentence = _("critère %(code)s ajouté") % {"code": row["code"]}
        code: str = row["code"]
    return code


def save_criterion(
    instrument: Instrument,
    code: str,
    *,
    actor: Member,
    seen: str,
    dimension: str,
    **words: Any,
) -> None:
    """Change its words, and carry it to the end of another dimension if asked to."""
    with _writing(instrument, actor) as act:
        here, row = _criterion(act.values, code)
        there = _dimension(act.values, dimension)
        given, placed = words | {"dimension": dimension}, {"dimension": here["code"]}
        refuse_stale(row | placed, given, seen, _stored_words(row))
        sentence = _("critère %(code)s changé") % {"code": code}
        if _rewrite(act, row, drafts.CRITERION, words, sentence):
            drafts.mark_as_ours(act.values, row, new=False)
        if there is not here:
            here["criterion"].remove(row)
            there.setdefault("criterion", []).append(row)
            act.sentence = _("critère %(code)s changé et déplacé") % {"code": code}


def remove_criterion(
    instrument: Instrument, code: str, *, actor: Member, seen: str
) -> None:
    with _writing(instrument, actor) as act:
        dimension, row = _criterion(act.values, code)
        _refuse_changed(row, drafts.CRITERION, seen)
        dimension["criterion"].remove(row)
        act.old = row
        act.sentence = _("critère %(code)s retiré") % {"code": code}


def raise_criterion(instrument: Instrument, code: str, *, actor: Member) -> None:
    with _writing(instrument, actor) as act:
        dimension, _row = _criterion(act.values, code)
        if drafts.raised(dimension["criterion"], code):
            act.sentence = _("critère %(code)s monté") % {"code": code}


def _dimension(values: Values, code: str) -> Values:
    row = drafts.dimension_of(values, code)
    if row is None:
        raise Refused(_("Cette dimension n’est plus dans le brouillon."))
    return row


def _criterion(values: Values, code: str) -> tuple[Values, Values]:
    found = drafts.criterion_of(values, code)
    if found is None:
        raise Refused(_("Ce critère n’est plus dans le brouillon."))
    return found


def _refuse_many(rows: list[Values]) -> None:
    if len(rows) >= MOST_PARTS:
        raise Refused(_("Cette grille est pleine : retirez d’abord une partie."))
