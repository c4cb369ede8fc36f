"""What the PDF of a consultation says: the whole file, as its reader may know it."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue import chronology
from dialogue.documents import iso, opinion_part
from dialogue.enums import (
    ConsultationState,
    OpinionState,
    Theme,
)
from dialogue.expertise_facts import expertise_part
from dialogue.judgements import state_words, to_judge
from dialogue.known_facts import facts_of
from dialogue.law.obligations import duties, owed_now
from dialogue.models import Answer, Consultation, Opinion, Question
from projects import reports
from projects.enums import DeadlineState, ReportKind, Room
from projects.models import Deadline, Document, Item, Member, Project, Report
from projects.timeline import Kind

TEMPLATE = "dialogue/pdf/dossier.html"
DUE: Kind = "due"
#: States after which nothing more is expected of the consultation itself.
_SETTLED = (
    ConsultationState.DEEMED_NEGATIVE,
    ConsultationState.FOLLOW_UP,
    ConsultationState.CLOSED,
)


def ask_dossier(consultation: Consultation, *, actor: Member) -> Report:
    """The PDF of the file, in the room of the person who asks."""
    project = consultation.project
    sent = Opinion.objects.filter(
        consultation=consultation, state=OpinionState.TRANSMITTED
    ).exists()
    return reports.ask(
        project,
        ReportKind.DOSSIER,
        subject=consultation.pk,
        room=Room.CAUCUS if actor.sees_caucus else Room.SHARED,
        title=_("Dossier de consultation n° %(number)s") % {"number": project.number},
        template=TEMPLATE,
        content=dossier_content(project, consultation, actor),
        draft=not sent and consultation.state not in _SETTLED,
        actor=actor,
    )


def dossier_content(
    project: Project, consultation: Consultation, member: Member
) -> dict[str, Any]:
    """Facts, chronology, documents, questions, opinion and dates, as JSON.

    Documents presented as confidential are named to nobody here: one file serves all
    who share a room, and their readers are chosen one by one (L2315-3).
    """
    opinion = (
        Opinion.objects.visible_to(member)
        .filter(consultation=consultation)
        .select_related("consultation", "project", "transmission")
        .first()
    )
    dates = _dates(consultation, member)
    questions = _questions(consultation, member)
    return {
        "heading": reports.heading_of(project),
        "consultation": consultation.subject,
        "state": str(ConsultationState(consultation.state).label),
        "room": str(Room.CAUCUS if member.sees_caucus else Room.SHARED),
        "facts": _facts(project, caucus=member.sees_caucus),
        "moments": _moments(consultation, dates, member),
        "documents": _documents(project, member),
        "information": _information(project, member),
        "questions": questions,
        "answered": sum(bool(row["answers"]) for row in questions),
        "opinion": (
            opinion_part(opinion, Item.objects.visible_to(member)) if opinion else None
        ),
        "expertise": expertise_part(consultation, member),
        "dates": dates,
        "duties": _duties(project, member),
    }


def _duties(project: Project, member: Member) -> list[dict[str, str]]:
    """What is late, due or to be checked: the delegation's own reading."""
    if not member.sees_caucus:
        return []
    facts = facts_of(project, member)
    found = duties(facts, timezone.localdate())
    return [
        {
            "what": str(duty.outline.what),
            "who": str(duty.outline.who),
            "to": str(duty.outline.to),
            "reason": duty.reason,
            "rule": duty.rule.id,
            "article": duty.rule.article,
            "confidence": str(duty.rule.confidence.label),
        }
        for duty in owed_now(found, facts.phase)
    ]


def _facts(project: Project, *, caucus: bool) -> list[dict[str, str | None]]:
    """Lines of the project's sheet that are filled in: a text or a date each."""
    lines: list[tuple[str, object]] = [
        (_("But annoncé"), project.purpose),
        (_("Ce que cela change vraiment"), project.real_change if caucus else ""),
        (_("Fournisseur"), project.supplier),
        (_("Produit"), project.product),
        (_("Intelligence artificielle"), project.get_uses_ai_display()),
        (_("Métiers touchés"), project.trades),
        (_("Nombre de personnes touchées"), project.people_count),
        (_("Données personnelles"), project.get_personal_data_display()),
        (_("Données sur le personnel"), project.get_staff_data_display()),
        (_("Possibilité de contrôler l’activité"), project.get_monitoring_display()),
        (_("Phase"), project.get_phase_display()),
        (_("Annoncé le"), project.announced_on),
        (_("Pilote prévu le"), project.pilot_planned_on),
        (_("Déploiement prévu le"), project.start_planned_on),
        (_("Premier usage constaté le"), project.first_use_on),
    ]
    return [
        {
            "label": label,
            "text": None if isinstance(value, date) else str(value),
            "day": value.isoformat() if isinstance(value, date) else None,
        }
        for label, value in lines
        if value
    ]


def _moments(
    consultation: Consultation, dates: list[dict[str, Any]], member: Member
) -> list[dict[str, str]]:
    """By day: what happened, then what still binds this reader."""
    run = [
        *chronology.project_rows(consultation),
        *chronology.batch_rows(consultation),
        *chronology.rows(consultation, member),
        *(
            (date.fromisoformat(row["due_on"]), row["label"], DUE)
            for row in dates
            if row["open"]
        ),
    ]
    return [
        {"day": moment.day.isoformat(), "label": moment.label, "kind": moment.kind}
        for moment in chronology.by_day(run)
    ]


def _documents(project: Project, member: Member) -> list[dict[str, Any]]:
    today = timezone.localdate()
    documents = (
        Document.objects.visible_to(member)
        .filter(Q(confidential=False) | Q(confidential_until__lt=today))
        .filter(project=project)
        .prefetch_related("versions")
        .order_by("rank")
    )
    rows = []
    for document in documents:
        versions = list(document.versions.all())
        rows.append(
            {
                "number": document.number,
                "title": document.title,
                "room": str(document.room),
                "given_by": document.given_by,
                "given_on": iso(document.given_on),
                "document_date": iso(document.document_date),
                "versions": len(versions),
                "sha256": versions[-1].sha256 if versions else "",
            }
        )
    return rows


def _information(project: Project, member: Member) -> list[dict[str, Any]]:
    return [
        {
            "label": row.label,
            "state": row.state_words,
            "reason": row.reason,
        }
        for row in project.information_due.visible_to(member)
    ]


def _questions(consultation: Consultation, member: Member) -> list[dict[str, Any]]:
    questions = (
        Question.objects.visible_to(member)
        .filter(consultation=consultation)
        .kept()
        .select_related("item", "batch")
        .order_by("item__rank")
    )
    answers = (
        Answer.objects.filter(
            question__in=questions,
            item__in=Item.objects.visible_to(member).filter(
                project=consultation.project_id
            ),
        )
        .select_related("item", "author__user")
        .prefetch_related("documents")
        .order_by("answered_at")
    )
    unjudged = to_judge(questions)
    named = {row["number"] for row in _documents(consultation.project, member)}
    replies: dict[Any, list[dict[str, Any]]] = {}
    for answer in answers:
        replies.setdefault(answer.question_id, []).append(_answer(answer, named))
    return [
        {
            "number": question.item.number,
            # The themes are the delegation's own way of sorting.
            "theme": str(Theme(question.theme).label) if member.sees_caucus else "",
            "text": question.text,
            "state": state_words(
                question, unjudged=question.pk in unjudged, caucus=member.sees_caucus
            ),
            "sent_on": _sent_on(question),
            "answers": replies.get(question.pk, []),
        }
        for question in questions
    ]


def _sent_on(question: Question) -> str | None:
    sent = question.batch and timezone.localdate(question.batch.sent_at)
    return iso(sent)


def _answer(answer: Answer, named: set[str]) -> dict[str, Any]:
    return {
        "number": answer.item.number,
        "text": answer.text,
        "partial": answer.partial,
        "author": str(answer.author),
        "answered_on": timezone.localdate(answer.answered_at).isoformat(),
        "documents": [
            {"number": document.number, "title": document.title}
            for document in answer.documents.all()
            if document.number in named
        ],
    }


def _dates(consultation: Consultation, member: Member) -> list[dict[str, Any]]:
    keys = Q(key__startswith=f"consultation:{consultation.pk}:")
    for batch_id in consultation.batches.values_list("pk", flat=True):
        keys |= Q(key__startswith=f"batch:{batch_id}:")
    deadlines = (
        Deadline.objects.visible_to(member)
        .filter(keys, project=consultation.project_id)
        .exclude(state=DeadlineState.CANCELLED)
    )
    return [
        {
            "label": row.label,
            "due_on": row.due_on.isoformat(),
            "extended_on": iso(row.extended_on),
            "state": row.get_state_display(),
            "open": row.state == DeadlineState.OPEN,
            "article": row.article,
            "confidence": row.get_confidence_display(),
            "explanation": row.explanation,
            "consequence": row.consequence,
        }
        for row in deadlines
    ]
