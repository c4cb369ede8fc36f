"""Answers that the delegation has not judged yet, as the journal tells.

The employer may say that an answer is partial, never that it is complete: until the
delegation judges, the question waits. No column says it twice: an answer that was not
announced as partial is to be judged while nothing in the journal came after it.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.enums import QuestionState
from dialogue.models import Question
from projects.models import Entry

GIVEN = "answer.given"
JUDGED = "answer.judged"


def to_judge(questions: Iterable[Question]) -> frozenset[UUID]:
    """Those whose last answer, not announced as partial, nobody has judged."""
    open_ones = [row.pk for row in questions if row.state == QuestionState.PARTLY]
    if not open_ones:
        return frozenset()
    last = {
        target: verb == GIVEN and data.get("partial") is False
        for target, verb, data in Entry.objects.filter(
            target__in=open_ones, verb__in=(GIVEN, JUDGED)
        )
        .order_by("id")
        .values_list("target", "verb", "data")
    }
    return frozenset(target for target, waits in last.items() if waits)


def state_words(question: Question, *, unjudged: bool, caucus: bool) -> str:
    """The state in words; the employer is not told what the delegation has to do."""
    if not unjudged:
        return str(QuestionState(question.state).label)
    return _("répondue, à juger") if caucus else _("réponse transmise")
