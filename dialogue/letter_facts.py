"""Reading the dossier for a letter, as its writer sees it."""

from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.actions import clock
from dialogue.enums import ConsultationState, EventKind, LetterKind, QuestionState
from dialogue.expertise_facts import expert_of
from dialogue.judgements import to_judge
from dialogue.law.consultation import consultation_dates
from dialogue.law.facts import ImpossibleFactsError, LegalDate
from dialogue.letters.facts import Asked, Due, LetterFacts, Paper
from dialogue.letters.kinds import assemble
from dialogue.letters.proposal import Proposal
from dialogue.models import Consultation, Question
from projects.enums import Answer3, DueState, Regime, Room, Side
from projects.errors import Refused
from projects.models import Document, InformationDue, Member, Project

S = ConsultationState


def propose(
    consultation: Consultation, kind: LetterKind, *, member: Member, today: date
) -> Proposal:
    return assemble(kind, facts_for(consultation, member=member, today=today))


def facts_for(
    consultation: Consultation, *, member: Member, today: date
) -> LetterFacts:
    project = consultation.project
    workplace = project.workplace
    named = consultation.events.live().filter(kind=EventKind.EXPERT_NAMED).first()
    consulted = workplace.regime != Regime.PUBLIC and clock.has_consulted_cse(workplace)
    return LetterFacts(
        subject=consultation.subject,
        tool=_tool(project),
        organisation=project.organisation.name,
        writer=str(member),
        today=today,
        regime=Regime(workplace.regime),
        consulted=consulted,
        state=S(consultation.state),
        requested_on=consultation.requested_on,
        information_on=consultation.information_on,
        announced_on=project.announced_on,
        pilot_planned_on=project.pilot_planned_on,
        first_use_on=project.first_use_on,
        used_early=project.used_before_opinion,
        watches=project.monitoring == Answer3.YES,
        manages_staff=project.staff_data == Answer3.YES,
        questions=_questions(consultation, member),
        dues=_dues(consultation, member),
        papers=_papers(project, member, today),
        opinion=_opinion(consultation),
        expert=expert_of(consultation, member),
        expert_on=named.on if named else None,
        expert_refused=_late(consultation, today),
    )


def _tool(project: Project) -> str:
    """How a sentence names what is introduced: the product when it is known."""
    if project.product:
        return _("l’outil « %(name)s »") % {"name": project.product}
    return _("l’outil du projet « %(name)s »") % {"name": project.title}


def _questions(consultation: Consultation, member: Member) -> tuple[Asked, ...]:
    rows = (
        Question.objects.visible_to(member)
        .filter(consultation=consultation, batch__isnull=False)
        .select_related("item", "batch")
    )
    unjudged = to_judge(rows)
    return tuple(
        Asked(
            number=row.item.number,
            text=row.text,
            sent_on=timezone.localdate(row.batch.sent_at),
            wanted_on=row.batch.answer_wanted_on,
            waits=row.state in (QuestionState.SENT, QuestionState.PARTLY),
            partly=row.state == QuestionState.PARTLY,
            to_judge=row.pk in unjudged,
        )
        for row in rows
        if row.batch is not None
    )


def _dues(consultation: Consultation, member: Member) -> tuple[Due, ...]:
    rows = (
        InformationDue.objects.visible_to(member)
        .filter(project_id=consultation.project_id)
        .wanting()
    )
    return tuple(
        Due(
            label=row.label,
            reason=row.reason,
            received=row.state == DueState.INSUFFICIENT,
        )
        for row in rows
    )


def _papers(project: Project, member: Member, today: date) -> tuple[Paper, ...]:
    """What both sides hold. A confidential document is named in no letter."""
    rows = Document.objects.visible_to(member).filter(
        Q(confidential=False) | Q(confidential_until__lt=today),
        project=project,
        room=Room.SHARED,
        filed_by__side=Side.MANAGEMENT,
    )
    return tuple(
        Paper(
            number=row.number,
            title=row.title,
            given_by=row.given_by,
            given_on=row.given_on,
        )
        for row in rows.order_by("rank")
    )


def _opinion(consultation: Consultation) -> LegalDate | None:
    try:
        return consultation_dates(clock.facts_of(consultation)).date_for("avis")
    except (ImpossibleFactsError, Refused):
        return None


def _late(consultation: Consultation, today: date) -> str:
    try:
        return clock.late_expert(consultation, today)
    except (ImpossibleFactsError, Refused):
        return ""
