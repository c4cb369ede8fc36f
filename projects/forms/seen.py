"""Forms that several people may fill at once: they send back what they began from."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.errors import Stale
from projects.forms.base import Form


def seen_field() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput)


def keep_both(form: forms.BaseForm, stale: Stale) -> None:
    """What was typed stays, with what is stored beside it where both people wrote.

    A field that the person left alone takes what is stored: `form.initial`, which the
    view read before the act. The next save is made knowing both. A field made of
    several columns names them in the form's `told_by`.
    """
    told_by: Mapping[str, tuple[str, ...]] = getattr(form, "told_by", {})
    data = QueryDict(mutable=True)
    data.update(form.data)
    form.add_error(None, stale.sentence)
    brought = []
    for name in form.fields:
        columns = told_by.get(name, (name,))
        both = [stale.both[one] for one in columns if one in stale.both]
        theirs = [stale.theirs[one] for one in columns if one in stale.theirs]
        if not both and not theirs:
            continue
        words = (both or theirs)[0]
        form.add_error(name, _("Déjà enregistré : %(words)s") % {"words": words})
        if not both:
            _take(data, form, name)
            brought.append(str(form[name].label))
    data["seen"] = form.initial.get("seen", stale.current)
    form.data = data
    # One conflict, however many fields it touches: the summary counts no mistakes.
    form.late = True  # type: ignore[attr-defined]
    if brought:
        labels = ", ".join(f"« {label} »" for label in brought)
        sentence = _("Écrit entre-temps, et repris où vous n’aviez rien changé : %s.")
        form.add_error(None, sentence % labels)


def _take(data: QueryDict, form: forms.BaseForm, name: str) -> None:
    """Put what is stored in the field, as a browser would send it."""
    field, key = form.fields[name], form.add_prefix(name)
    value = field.prepare_value(form.get_initial_for_field(field, name))
    data.pop(key, None)
    if value is None or value is False:
        return
    many = isinstance(value, Iterable) and not isinstance(value, str)
    data.setlist(key, [_sent(one) for one in (value if many else [value])])


def _sent(value: Any) -> str:
    if value is True:
        return "on"
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value)


class SeenForm(Form):
    """`late` once somebody else wrote meanwhile: nothing is then saved by itself."""

    late = False
    seen = seen_field()
