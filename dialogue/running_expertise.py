"""What becomes of an expertise when the opinion is given before its report.

One for a serious risk stands on its own: its report is awaited all the same.
"""

from collections.abc import Container

from django.utils.translation import gettext as _

from dialogue.actions import clock
from dialogue.enums import ConsultationState, EventKind
from dialogue.law.books.expertise import EXPERT_REPORT, OTHER_REPORT
from dialogue.models import Consultation, Event
from projects.french import day
from projects.models import Deadline, Member

K = EventKind


def ends_with_opinion(consultation: Consultation, member: Member) -> str:
    """What to read before giving the opinion while an expert is at work; or nothing.

    The expertise is the delegation's own: nobody else is told that there is one.
    """
    if consultation.state != ConsultationState.OPEN or not member.sees_caucus:
        return ""
    log = Event.objects.visible_to(member).filter(consultation=consultation).live()
    return before_opinion(consultation, member, set(log.values_list("kind", flat=True)))


def before_opinion(
    consultation: Consultation, member: Member, known: Container[str]
) -> str:
    """The same for who already read the log; `known`: the kinds of its live events."""
    running = consultation.state == ConsultationState.OPEN and member.sees_caucus
    if not running or K.EXPERT_NAMED not in known or K.REPORT in known:
        return ""
    due = (
        Deadline.objects.visible_to(member)
        .open()
        .filter(key=clock.key_of(consultation, "rapport_expert"))
        .first()
    )
    if due and due.rule == OTHER_REPORT.id:
        return ""
    words = {
        "day": day(due.due_on) if due else "",
        "article": due.article if due else EXPERT_REPORT.article,
    }
    awaited = (
        _(
            "Une expertise est en cours : son rapport est attendu au plus tard le "
            "%(day)s, quinze jours avant la fin du délai (%(article)s)."
        )
        if due
        else _("Une expertise est en cours, et son rapport n’est pas remis.")
    )
    ends = _(
        "Rendre l’avis maintenant met fin au délai : les étapes de l’expertise qui "
        "restent, dont le rapport, prennent fin avec lui, Navette ne les rappelle "
        "plus, et l’avis est rendu sans ce rapport."
    )
    return f"{awaited % words} {ends}"


def after_opinion(consultation: Consultation, known: Container[str]) -> str:
    """What its page says once the period is over without the report."""
    if K.EXPERT_NAMED not in known or K.REPORT in known:
        return ""
    if consultation.opinion_on is not None:
        return _(
            "L’avis a été rendu le %(day)s, avant la remise du rapport : les étapes "
            "qui restaient ont pris fin avec lui, et Navette ne les rappelle plus. Si "
            "le rapport arrive, vous pouvez encore le noter."
        ) % {"day": day(consultation.opinion_on)}
    if consultation.deemed_on is not None:
        return _(
            "L’avis est réputé négatif depuis le %(day)s, sans que le rapport soit "
            "noté comme remis : les étapes qui restaient ont pris fin avec le délai."
        ) % {"day": day(consultation.deemed_on)}
    return ""


def over(consultation: Consultation) -> str:
    """In a few words, the end of a step that nobody kept; empty while it is awaited."""
    ended = consultation.opinion_on or consultation.deemed_on
    if ended is None:
        return ""
    sentence = (
        _("a pris fin avec l’avis du %(day)s")
        if consultation.opinion_on
        else _("a pris fin avec le délai, le %(day)s")
    )
    return sentence % {"day": day(ended)}
