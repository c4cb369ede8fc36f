"""The lines of a list of questions, ready to print: forty of them make the page."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.enums import QuestionState, Theme
from dialogue.models import Question
from dialogue.permissions import can_answer, can_edit_question
from projects.french import day
from projects.models import Item, Member, Project
from projects.templatetags.ui import room_badge, state_badge

TONES = {
    QuestionState.DRAFT: "plain",
    QuestionState.SENT: "late",
    QuestionState.PARTLY: "wait",
    QuestionState.ANSWERED: "ok",
    QuestionState.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    number: str
    title: str
    url: str
    story: str
    room: SafeString
    badge: SafeString
    chain: Sequence[object]
    may_answer: bool
    may_edit: bool


def listed(project: Project, member: Member) -> QuerySet[Question]:
    """The questions of a project that a person sees, with what their lines say."""
    return (
        Question.objects.visible_to(member)
        .filter(project=project)
        .kept()
        .select_related("item")
        .annotate(
            sent_at=F("batch__sent_at"),
            wanted_on=F("batch__answer_wanted_on"),
            author_name=F("author__user__name"),
            author_email=F("author__user__email"),
            answered_at=Max("answers__answered_at"),
        )
        # A query that groups forgets the order of the model.
        .order_by("item__rank")
        .only(
            *("state", "theme"),
            *("item__kind", "item__rank", "item__title", "item__url"),
            *("item__room", "item__origin_id", "item__created_at"),
        )
    )


def rows_of(
    questions: Sequence[Question], member: Member, unjudged: Collection[UUID]
) -> list[Row]:
    """`unjudged`: those that wait for a judgement of the delegation."""
    steps = _steps(questions, member)
    # Most lines say the same: one batch, a few authors, two rooms.
    words = _Words(cache(_story), cache(_badge), cache(room_badge), cache(day))
    return [
        _row(question, steps, words, member, question.pk in unjudged)
        for question in questions
    ]


class _Words(NamedTuple):
    """The functions that write a line, remembering what they wrote."""

    story: Callable[..., str]
    badge: Callable[..., SafeString]
    room: Callable[[str], SafeString]
    day: Callable[[date | None], str]


@dataclass(frozen=True, slots=True)
class _Steps:
    """What stands before and after the questions, as far as one person sees."""

    origins: dict[UUID, Item]
    outcomes: dict[UUID | None, list[Item]]


def _steps(questions: Sequence[Question], member: Member) -> _Steps:
    numbers = [question.pk for question in questions]
    before = {question.item.origin_id for question in questions} - {None}
    origins: dict[UUID, Item] = {}
    outcomes: dict[UUID | None, list[Item]] = {}
    if not questions:
        return _Steps(origins, outcomes)
    around = (
        Item.objects.visible_to(member)
        .kept()
        .filter(Q(origin__in=numbers) | Q(pk__in=before))
        .only("kind", "rank", "title", "url", "origin_id")
        .order_by("kind", "rank")
    )
    for item in around:
        outcomes.setdefault(item.origin_id, []).append(item)
        origins[item.pk] = item
    return _Steps(origins, outcomes)


def _row(
    question: Any, steps: _Steps, words: _Words, member: Member, unjudged: bool
) -> Row:
    item = question.item
    origin = steps.origins.get(item.origin_id)
    chain = [
        *([origin] if origin else []),
        {"number": item.number, "current": True},
        *steps.outcomes.get(item.pk, ()),
    ]
    return Row(
        id=question.pk,
        number=item.number,
        title=item.title,
        url=item.url,
        story=words.story(
            sent=words.day(question.sent_at),
            answered=words.day(question.answered_at),
            wanted=words.day(question.wanted_on),
            written="" if question.sent_at else words.day(item.created_at),
            name=question.author_name or question.author_email,
            theme=question.theme,
            caucus=member.sees_caucus,
        ),
        badge=words.badge(
            question.state,
            question.sent_at,
            unjudged=unjudged,
            caucus=member.sees_caucus,
        ),
        room=words.room(item.room),
        chain=chain if len(chain) > 1 else (),
        may_answer=can_answer(member, question)
        and question.state != QuestionState.ANSWERED,
        may_edit=can_edit_question(member, question),
    )


def _story(
    *,
    sent: str,
    answered: str,
    wanted: str,
    written: str,
    name: str,
    theme: str,
    caucus: bool,
) -> str:
    """When it was sent and answered; who wrote it and why stays in the caucus."""
    if not sent:
        words = _("brouillon de %(name)s, écrit le %(day)s, jamais transmis")
        parts = [words % {"name": name, "day": written}]
    else:
        parts = [_sent(sent, answered, wanted)]
        if caucus:
            parts.append(_("écrite par %(name)s") % {"name": name})
    if caucus and theme != Theme.OTHER:
        parts.append(str(Theme(theme).label))
    return " · ".join(parts)


def _sent(sent: str, answered: str, wanted: str) -> str:
    said = [_("transmise le %(day)s") % {"day": sent}]
    if answered:
        said.append(_("dernière réponse le %(day)s") % {"day": answered})
    elif wanted:
        said.append(_("réponse souhaitée pour le %(day)s") % {"day": wanted})
    return ", ".join(said)


def _badge(
    state: str, sent_at: datetime | None, *, unjudged: bool, caucus: bool
) -> SafeString:
    return state_badge(*badge(state, sent_at, unjudged=unjudged, caucus=caucus))


def badge(
    state: str, sent_at: datetime | None, *, unjudged: bool, caucus: bool
) -> tuple[str, str]:
    """State in words, with the days without an answer, and its tone."""
    state = QuestionState(state)
    if unjudged:
        return (
            (_("Répondue, à juger"), "wait")
            if caucus
            else (
                _("Réponse transmise"),
                "plain",
            )
        )
    if state != QuestionState.SENT or sent_at is None:
        words = {
            QuestionState.DRAFT: _("Brouillon, non transmise"),
            QuestionState.PARTLY: _("Réponse partielle"),
            QuestionState.WITHDRAWN: _("Retirée, jamais transmise"),
        }
        return words.get(state, _("Répondue")), TONES[state]
    days = (timezone.localdate() - timezone.localdate(sent_at)).days
    if days < 1:
        return _("Transmise aujourd’hui"), "wait"
    sentence = ngettext(
        "Sans réponse depuis %(days)d jour", "Sans réponse depuis %(days)d jours", days
    )
    return sentence % {"days": days}, TONES[state]
