"""A mark of what a page showed, so that two people never erase each other's words."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from projects.errors import Stale
from projects.french import day


def mark(row: object | None, names: Iterable[str]) -> str:
    """Changes as soon as one of these fields does; empty for a row not written yet."""
    if row is None:
        return ""
    return mark_of([_plain(getattr(row, name)) for name in sorted(names)])


def mark_of(values: Any) -> str:
    """The same for what is no row: a text, a list of words, a part of a file."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def refuse_stale(
    row: object | None,
    given: Mapping[str, Any],
    seen: str | None,
    words: Mapping[str, str] | None = None,
) -> None:
    """Raises Stale when `row`, read under its lock, is not what `seen` marks any more.

    Never for who gives what is stored already. None is for acts that no page came
    before: a file, the demonstration. `words` tell what a value alone would not.
    """
    now = mark(row, given)
    stored = {name: getattr(row, name, "") for name in given}
    if seen is None or seen == now or stored == given:
        return
    raise Stale(
        _(
            "Quelqu’un a écrit ici entre-temps, et rien n’est remplacé. Ce qui est "
            "enregistré est redit là où vos réponses diffèrent : comparez, puis "
            "enregistrez à nouveau."
        ),
        now,
        {
            name: (value, (words or {}).get(name) or _words(row, name, value))
            for name, value in stored.items()
        },
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | list | dict | None) else str(value)


def _words(row: object | None, name: str, value: Any) -> str:
    """As a page says it; of another row nothing, since not everybody may read it."""
    if isinstance(value, Model):
        return str(_("une autre réponse"))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list) and value:
        return ", ".join(map(str, value))
    labelled = getattr(row, f"get_{name}_display", None)
    return str((labelled() if labelled else value) or _("rien"))
