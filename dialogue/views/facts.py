"""The facts of a consultation, ready to print, as far as one person may know them.

The employer reads the subject, the state and the days of handing over, of suspension
and of the opinion. The count, the expert, the agreement and the reasons are the
delegation's own.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.instances import committee_name, has_committee, runs_a_period
from dialogue.law.books.levels import Measures, level_rule
from dialogue.models import Consultation, Event
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
    return shown


def lines(log: Sequence[Event], member: Member) -> list[dict[str, Any]]:
    """The live events, with the words and proofs that are the delegation's own."""
    own = member.sees_caucus
    wanted = [event.evidence_id for event in log if event.evidence_id] if own else []
    proofs = Document.objects.visible_to(member).in_bulk(wanted) if wanted else {}
    return [
        {
            "event": event,
            "on": event.on,
            "label": str(event),
            "until": event.until,
            "note": event.note if own else "",
            "proof": proofs.get(event.evidence_id) if event.evidence_id else None,
        }
        for event in log
    ]


def _own(consultation: Consultation, member: Member) -> Iterator[Fact]:
    yield from _consulted(consultation)
    if consultation.due_on:
        yield _("Dernier jour sûr pour l’avis"), _last_day(consultation)
    if consultation.opinion_on:
        proof = _proof(consultation.opinion_evidence_id, member)
        yield _("Avis rendu le"), day(consultation.opinion_on) + proof


def _consulted(consultation: Consultation) -> Iterator[Fact]:
    """Who is consulted: levels exist only under the labour code."""
    workplace = consultation.project.workplace
    if has_committee(workplace):
        yield _("Instance consultée"), committee_name(workplace)
    if not runs_a_period(workplace):
        return
    yield (
        _("Niveaux consultés"),
        _("CSE central et CSE d’établissement")
        if consultation.two_levels
        else _("un seul CSE"),
    )
    if consultation.measures:
        yield _("Qui la loi fait consulter"), _heard(Measures(consultation.measures))
    if consultation.of_establishment:
        yield _("Date suivie"), _("sept jours avant la fin au CSE central")


def _heard(measures: Measures) -> str:
    rule = level_rule(measures)
    said = f"{rule.sentence} {rule.article}"
    if measures is not Measures.SPECIFIC:
        return said
    # The rule on an establishment leaves out the half of the central CSE.
    return f"{_('Le CSE central est consulté sur le projet lui-même.')} {said}"


def _known(words: str) -> str:
    return words or _("non renseigné")


def _last_day(consultation: Consultation) -> str:
    words = day(consultation.due_on)
    if consultation.extended_on == consultation.due_on:
        return words
    if consultation.extended_on is None:
        return f"{words} · {_('une suspension se plaide')}"
    later = _("un report au %(day)s se plaide") % {"day": day(consultation.extended_on)}
    return f"{words} · {later}"


def _proof(document_id: UUID | None, member: Member) -> str:
    """The document that proves a fact, named to those who may open it."""
    if document_id is None:
        return ""
    found = Document.objects.visible_to(member).filter(pk=document_id).first()
    return f" · {found.number} {found.title}" if found else ""
