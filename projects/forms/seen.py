"""Forms that several people may fill at once: they send back what they began from."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.errors import Stale
from projects.forms.base import Form


def seen_field() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput)


def keep_both(form: forms.BaseForm, stale: Stale) -> None:
    """What was typed stays; what is stored is said beside it where the two differ.

    The next save is made knowing it.
    """
    typed = dict(form.cleaned_data)
    form.add_error(None, stale.sentence)
    for name, (value, words) in stale.stored.items():
        if name in form.fields and _plain(typed.get(name)) != _plain(value):
            form.add_error(name, _("Déjà enregistré : %(words)s") % {"words": words})
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = stale.current
    form.data = data


def _plain(value: Any) -> Any:
    """Rows that were chosen are kept as their sorted keys; a choice is a text."""
    if isinstance(value, QuerySet):
        return sorted(str(one.pk) for one in value)
    return value if isinstance(value, list) else str("" if value is None else value)


class SeenForm(Form):
    seen = seen_field()
