"""The facts of a consultation, ready to print, as far as one person may know them.

The employer reads the subject, the state and the days of handing over, of suspension
and of the opinion. The count, the expert, the agreement and the reasons are the
delegation's own.
"""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.models import Consultation, Suspension
from projects.french import day
from projects.models import Document, Member

Fact = tuple[str, str]


def facts(consultation: Consultation, member: Member) -> list[Fact]:
    """Label and value of each line, in the order of the page."""
    shown = [
        (_("Objet"), consultation.subject),
        (_("État"), consultation.get_state_display().capitalize()),
        (_("Information demandée le"), _known(day(consultation.requested_on))),
        (_("Information remise le"), _known(day(consultation.information_on))),
    ]
    if member.sees_caucus:
        shown += _own(consultation, member)
    for pause in consultation.suspensions.all():
        words = _pause(pause)
        if member.sees_caucus:
            words = f"{words} · {pause.reason}"
        shown.append((_("Suspension"), words))
    return shown


def _own(consultation: Consultation, member: Member) -> Iterator[Fact]:
    yield _("Expertise"), _expertise(consultation)
    yield (
        _("Niveaux consultés"),
        _("CSE central et CSE d’établissement")
        if consultation.two_levels
        else _("un seul CSE"),
    )
    if consultation.agreed_on:
        proof = _proof(consultation.agreed_evidence_id, member)
        yield _("Fin convenue par accord"), day(consultation.agreed_on) + proof
    if consultation.judge_extended_to:
        yield (
            _("Délai prolongé par le juge"),
            _("jusqu’au %(day)s") % {"day": day(consultation.judge_extended_to)},
        )
    if consultation.due_on:
        yield _("Dernier jour sûr pour l’avis"), _last_day(consultation)
    if consultation.opinion_on:
        proof = _proof(consultation.opinion_evidence_id, member)
        yield _("Avis rendu le"), day(consultation.opinion_on) + proof


def _known(words: str) -> str:
    return words or _("non renseigné")


def _expertise(consultation: Consultation) -> str:
    if not consultation.expert:
        return _("aucune")
    said = _("votée le %(day)s") % {"day": day(consultation.expert_named_on)}
    if consultation.expert_asked_on:
        asked = _("informations demandées le %(day)s")
        said = f"{said} · {asked % {'day': day(consultation.expert_asked_on)}}"
    return said


def _last_day(consultation: Consultation) -> str:
    words = day(consultation.due_on)
    if consultation.extended_on == consultation.due_on:
        return words
    later = _("un report au %(day)s se plaide") % {"day": day(consultation.extended_on)}
    return f"{words} · {later}"


def _pause(pause: Suspension) -> str:
    if pause.ends_on is None:
        return _("depuis le %(start)s") % {"start": day(pause.starts_on)}
    return _("du %(start)s au %(end)s") % {
        "start": day(pause.starts_on),
        "end": day(pause.ends_on),
    }


def _proof(document_id: UUID | None, member: Member) -> str:
    """The document that proves a fact, named to those who may open it."""
    if document_id is None:
        return ""
    found = Document.objects.visible_to(member).filter(pk=document_id).first()
    return f" · {found.number} {found.title}" if found else ""
