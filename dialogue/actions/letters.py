"""Reminder letters: what is missing, asked for in writing and dated (feature B3)."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.actions.batches import SHUT, mail_management
from dialogue.actions.locks import hold_consultation, hold_letter
from dialogue.enums import QuestionState
from dialogue.models import Consultation, Letter, Question
from projects import items, journal, notices
from projects.enums import DueState, Regime, Room
from projects.errors import Conflict, Refused
from projects.french import french
from projects.models import InformationDue, Member
from projects.workdays import day_in_words

QUOTE_LENGTH = 400


def compose(consultation: Consultation, *, member: Member, today: date) -> str:
    """The letter that Navette proposes; everything in it may be rewritten.

    It lists the questions that wait and the information that is missing or
    insufficient, as this member sees them. Empty when nothing is missing.
    """
    questions = list(
        Question.objects.visible_to(member)
        .filter(consultation=consultation)
        .waiting()
        .select_related("item", "batch")
    )
    dues = list(
        InformationDue.objects.visible_to(member)
        .filter(project_id=consultation.project_id)
        .exclude(state=DueState.RECEIVED)
    )
    if not questions and not dues:
        return ""
    parts = [_opening(consultation)]
    if questions:
        lines = "\n".join(_question_line(question, today) for question in questions)
        parts.append(_("Questions qui attendent une réponse motivée :") + f"\n{lines}")
    parts += _due_parts(dues)
    parts.append(_grounds(consultation))
    parts.append(_("Pour la délégation du personnel,") + f"\n{member}")
    return french("\n\n".join(parts))


def propose_subject(consultation: Consultation) -> str:
    """Read inside Navette only: a mail's subject never names the consultation."""
    subject = _("Éléments manquants : %(subject)s") % {"subject": consultation.subject}
    return Truncator(subject).chars(200)


@transaction.atomic
def draft(
    consultation: Consultation, *, actor: Member, subject: str, body: str
) -> Letter:
    """Keep a letter in the caucus."""
    hold_consultation(consultation)
    items.lock_project(consultation.project)
    again = consultation.letters.filter(
        sent_at=None, written_by=actor, subject=subject, body=body
    ).first()
    if again is not None:
        # The form was sent twice.
        return again
    letter = Letter.objects.create(
        consultation=consultation,
        rank=items.next_rank(consultation.letters.all()),
        subject=subject,
        body=body,
        written_by=actor,
    )
    _record(letter, "letter.drafted", _("Lettre de relance préparée"), actor)
    return letter


@transaction.atomic
def edit(
    letter: Letter, *, actor: Member, subject: str, body: str, seen: str
) -> Letter:
    """Change a draft; `seen` is the text the person started from.

    Raises Conflict when somebody saved another text since.
    """
    hold_letter(letter)
    if letter.sent_at is not None:
        raise Refused(_("Cette lettre est envoyée : elle ne change plus."))
    if letter.body not in (seen, body):
        raise Conflict(
            _(
                "Quelqu’un a modifié cette lettre entre-temps. Votre texte est gardé "
                "ci-dessous : reprenez ce qui est utile, puis enregistrez."
            ),
            letter.body,
        )
    letter.subject, letter.body, letter.written_by = subject, body, actor
    letter.save(update_fields=["subject", "body", "written_by"])
    _record(letter, "letter.edited", _("Lettre de relance modifiée"), actor)
    return letter


@transaction.atomic
def send(letter: Letter, *, actor: Member) -> Letter:
    """Move the letter to the shared room, as it is, dated; once."""
    hold_letter(letter)
    if letter.sent_at is not None:
        return letter
    if letter.consultation.state in SHUT:
        raise Refused(
            _("La direction ne voit pas cette consultation : rien n’est envoyé.")
        )
    letter.sent_at, letter.room = timezone.now(), Room.SHARED
    letter.save(update_fields=["sent_at", "room"])
    project = letter.consultation.project
    sentence = _("Lettre de relance n° %(rank)s envoyée") % {"rank": letter.rank}
    _record(letter, "letter.sent", sentence, actor, room=Room.SHARED)
    path = reverse("dialogue:letter", args=[project.pk, letter.pk])
    notices.tell(
        project,
        notices.audience(project, Room.SHARED),
        sentence,
        path,
        actor=actor,
    )
    mail_management(
        project,
        f"letter:{letter.pk}",
        _("Navette : un courrier vous attend"),
        _("Les représentant·es du personnel vous ont adressé une lettre."),
        path,
    )
    return letter


def _record(
    letter: Letter, verb: str, sentence: str, actor: Member, room: str = Room.CAUCUS
) -> None:
    journal.record(
        letter.consultation.project,
        verb,
        sentence,
        actor=actor,
        target=letter,
        room=room,
    )


def _opening(consultation: Consultation) -> str:
    words = {"subject": consultation.subject}
    if consultation.information_on is None:
        return (
            _(
                "Madame, Monsieur,\n\nDans la consultation « %(subject)s », des "
                "éléments nous manquent pour rendre un avis éclairé."
            )
            % words
        )
    return _(
        "Madame, Monsieur,\n\nDans la consultation « %(subject)s », ouverte le "
        "%(day)s, des éléments nous manquent pour rendre un avis éclairé."
    ) % {**words, "day": day_in_words(consultation.information_on)}


def _question_line(question: Question, today: date) -> str:
    batch = question.batch
    assert batch is not None, "a waiting question was sent"
    sent_on = timezone.localdate(batch.sent_at)
    days = (today - sent_on).days
    partly = question.state == QuestionState.PARTLY
    return _("– %(number)s, transmise le %(day)s (%(state)s) : %(text)s") % {
        "number": question.item.number,
        "day": day_in_words(sent_on),
        "state": _("réponse partielle") if partly else _waiting(days),
        "text": Truncator(" ".join(question.text.split())).chars(QUOTE_LENGTH),
    }


def _waiting(days: int) -> str:
    if days < 1:
        return _("sans réponse")
    return ngettext(
        "sans réponse depuis %(days)d jour", "sans réponse depuis %(days)d jours", days
    ) % {"days": days}


def _due_parts(dues: list[InformationDue]) -> list[str]:
    """Under two headings, since no word of ours can agree with every label."""
    missing = [f"– {due.label}" for due in dues if due.state == DueState.MISSING]
    short = [
        f"– {due.label.rstrip(' .')}. {due.reason}"
        for due in dues
        if due.state == DueState.INSUFFICIENT
    ]
    headings = (
        (_("Informations que nous n’avons pas encore reçues à ce jour :"), missing),
        (_("Informations reçues, mais qui ne suffisent pas :"), short),
    )
    return ["\n".join([heading, *lines]) for heading, lines in headings if lines]


def _grounds(consultation: Consultation) -> str:
    """What the letter rests on; the code du travail does not rule public bodies."""
    if consultation.project.workplace.regime == Regime.PUBLIC:
        return _(
            "L’article R. 254-39 du code général de la fonction publique prévoit que "
            "les documents nous sont transmis huit jours au moins avant la séance. "
            "Nous vous demandons de nous répondre par écrit avant elle."
        )
    return _(
        "L’article L. 2312-15 du code du travail prévoit que le CSE dispose "
        "d’informations précises et écrites, et de la réponse motivée de "
        "l’employeur à ses observations. Nous vous demandons de nous répondre par "
        "écrit avant la fin du délai de consultation."
    )
