"""Drafts of questions, in the caucus; `batches` hands them to the employer."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dialogue.actions.locks import hold_consultation, hold_question
from dialogue.enums import QUESTION_MOVES, ConsultationState, QuestionState
from dialogue.library import LibraryQuestion
from dialogue.models import Consultation, Question
from projects import items, journal
from projects.enums import ItemKind, Room
from projects.errors import Conflict, Refused
from projects.french import french
from projects.models import Item, Member, Project

TITLE_LENGTH = 200


@transaction.atomic
def draft(
    consultation: Consultation,
    *,
    actor: Member,
    text: str,
    theme: str,
    origin: Item | None = None,
    library: str = "",
) -> Question:
    """Number a question (Q-n) in the caucus; nobody else sees it until it is sent.

    `library` is the one it started from, when it did: see `draft_from_library`.
    """
    hold_consultation(consultation)
    _refuse_over(consultation)
    items.lock_project(consultation.project)
    again = consultation.questions.drafts().filter(author=actor, text=text).first()
    if again is not None:
        # The form was sent twice.
        return again
    item = _number(consultation.project, text, actor=actor, origin=origin)
    question = Question.objects.create(
        item=item,
        organisation_id=item.organisation_id,
        project=consultation.project,
        consultation=consultation,
        theme=theme,
        text=text,
        author=actor,
        library=library,
    )
    journal.record(
        consultation.project,
        "question.drafted",
        _("Question %(number)s préparée") % {"number": item.number},
        actor=actor,
        target=item,
    )
    return question


@transaction.atomic
def draft_from_library(
    consultation: Consultation, *, actor: Member, chosen: Sequence[LibraryQuestion]
) -> list[Question]:
    """Make drafts of the chosen ones; what the consultation already holds is left out.

    A question is there when it started from the same one, or says the same words.
    """
    hold_consultation(consultation)
    kept = consultation.questions.kept()
    known = set(kept.values_list("library", flat=True))
    said = set(kept.values_list("text", flat=True))
    return [
        draft(
            consultation,
            actor=actor,
            text=french(one.text),
            theme=one.theme,
            library=one.id,
        )
        for one in chosen
        if one.id not in known and french(one.text) not in said
    ]


@transaction.atomic
def edit(
    question: Question,
    *,
    actor: Member,
    text: str,
    theme: str,
    origin: Item | None,
    seen: str,
) -> Question:
    """Change a draft. `seen` is the text the person started from.

    Raises Conflict when somebody saved another text since, Refused once it is sent.
    """
    hold_question(question)
    if question.state == QuestionState.WITHDRAWN:
        raise Refused(_("Cette question a été retirée : elle ne change plus."))
    if question.state != QuestionState.DRAFT:
        raise Refused(_("Cette question est transmise : elle ne change plus."))
    if question.text not in (seen, text):
        raise Conflict(
            _(
                "Quelqu’un a modifié cette question entre-temps. Votre texte est "
                "gardé ci-dessous : reprenez ce qui est utile, puis enregistrez."
            ),
            question.text,
        )
    item = question.item
    _check_origin(origin, item)
    question.text, question.theme = text, theme
    question.save(update_fields=["text", "theme"])
    item.title, item.origin = title_of(text), origin
    item.save(update_fields=["title", "origin"])
    journal.record(
        question.project,
        "question.edited",
        _("Question %(number)s modifiée") % {"number": item.number},
        actor=actor,
        target=item,
    )
    return question


@transaction.atomic
def withdraw(question: Question, *, actor: Member) -> Question:
    """Give up a draft that was never sent. Its row, number and page are kept."""
    hold_question(question)
    move(question, QuestionState.WITHDRAWN)
    item = question.item
    items.withdraw(item, str(QuestionState.WITHDRAWN.label))
    journal.record(
        question.project,
        "question.withdrawn",
        _("Question %(number)s retirée, jamais transmise") % {"number": item.number},
        actor=actor,
        target=item,
    )
    return question


def move(question: Question, to: QuestionState, *fields: str) -> None:
    """Change the state, with the fields it needs. Raises Refused, in French."""
    here = QuestionState(question.state)
    if to not in QUESTION_MOVES[here]:
        raise Refused(
            _("La question est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    question.state = to
    question.save(update_fields=["state", *fields])
    question.item.state = str(to.label)
    question.item.save(update_fields=["state"])


def _refuse_over(consultation: Consultation) -> None:
    if consultation.state == ConsultationState.CLOSED:
        raise Refused(_("La consultation est close : elle ne reçoit plus de question."))
    if consultation.state == ConsultationState.WITHDRAWN:
        raise Refused(_("La consultation a été retirée : préparez-en une autre."))


def _number(project: Project, text: str, *, actor: Member, origin: Item | None) -> Item:
    item = items.create(
        project,
        ItemKind.QUESTION,
        title_of(text),
        actor=actor,
        room=Room.CAUCUS,
        origin=origin,
        state=str(QuestionState.DRAFT.label),
    )
    item.url = reverse("dialogue:question", args=[project.pk, item.pk])
    item.save(update_fields=["url"])
    return item


def _check_origin(origin: Item | None, item: Item) -> None:
    if origin is None:
        return
    if origin.project_id != item.project_id:
        raise Refused(_("L’élément d’origine appartient à un autre projet."))
    if origin.pk == item.pk:
        raise Refused(_("Une question ne peut pas venir d’elle-même."))


def title_of(text: str) -> str:
    """One line for lists and for the thread."""
    return Truncator(" ".join(text.split())).chars(TITLE_LENGTH)
