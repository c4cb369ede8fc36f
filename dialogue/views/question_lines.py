"""The HTML of a list of questions: in Python, where forty of them cost half."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dialogue.views.question_rows import Row
from projects.french import french
from projects.markup import fill, fill_each
from projects.templatetags.ui import chain

_LINE = """<li class="row-item" id="{}"><span class="ref">{}</span>
<div><h3><a href="{}">{}</a></h3>
<p class="soft">{}</p>
{}
{}</div>
<div class="row-end">{}{}</div></li>"""
_ACT = (
    '<p class="acts"><a class="{}" href="{}">{}<span class="sr-only"> {}</span></a></p>'
)


def lines_of(rows: Iterable[Row], project: UUID) -> SafeString:
    """The items of the list, what a person may do with each included."""
    answer, edit = _("Répondre"), _("Modifier")
    return fill_each(
        _LINE,
        (
            (
                row.number,
                row.number,
                row.url,
                french(row.title),
                row.story,
                chain(row.chain) if row.chain else "",
                _act(row, project, answer, edit),
                row.badge,
                row.room,
            )
            for row in rows
        ),
    )


def _act(row: Row, project: UUID, answer: str, edit: str) -> str:
    if row.may_answer:
        url = reverse("dialogue:answer_new", args=[project, row.id])
        return fill(_ACT, "btn small", url, answer, row.number)
    if row.may_edit:
        url = reverse("dialogue:question_edit", args=[project, row.id])
        return fill(_ACT, "btn quiet small", url, edit, row.number)
    return ""
