"""HTML written in Python is escaped like HTML written by Django."""

import pytest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from projects.forms.projects import PhaseForm
from projects.markup import fill, fill_each

VALUES = [
    "<script>",
    'l’accord & l\'avis "signé"',
    mark_safe("<b>gras</b>"),
    gettext_lazy("Projet"),
    None,
    12,
    PhaseForm()["phase"],
]


@pytest.mark.parametrize("value", VALUES)
def test_a_value_is_written_as_django_writes_it(value):
    shape = '<a title="{}">{}</a>'
    filled = fill(shape, value, "fin")
    assert filled == format_html(shape, value, "fin")
    assert isinstance(filled, SafeString)


def test_rows_are_written_one_after_the_other():
    rows = [("<i>", 1), (mark_safe("<i>"), 2)]
    filled = fill_each("<li>{}{}</li>", rows, between="\n")
    assert filled == format_html_join("\n", "<li>{}{}</li>", rows)
    assert isinstance(filled, SafeString)
    assert fill_each("<li>{}</li>", []) == ""
