"""What the file knows of a project, as the duties read it."""

from dataclasses import replace

from django.db.models import Count, Min, Q

from dialogue.access import current_consultation
from dialogue.enums import EventKind, QuestionState
from dialogue.law.project_facts import ProjectFacts
from dialogue.models import Consultation, Event, Question
from projects.enums import Answer3, Instance, Phase, Regime, Use
from projects.models import InformationDue, Member, Project
from projects.models.documents import WANTING
from projects.workdays import Territory

WAITING = Q(state__in=(QuestionState.SENT, QuestionState.PARTLY))


def facts_of(project: Project, member: Member) -> ProjectFacts:
    """Facts of the sheet and of the latest consultation. Needs its workplace."""
    workplace = project.workplace
    consultation = current_consultation(project, member)
    facts = ProjectFacts(
        regime=Regime(workplace.regime),
        instance=Instance(workplace.instance),
        headcount=workplace.headcount,
        territory=Territory(workplace.territory),
        phase=Phase(project.phase),
        supplier=project.supplier,
        uses_ai=Answer3(project.uses_ai),
        ai_functions=frozenset(project.ai_functions),
        personal_data=Answer3(project.personal_data),
        staff_data=Answer3(project.staff_data),
        monitoring=Answer3(project.monitoring),
        said_yes=_said(project, Answer3.YES),
        said_no=_said(project, Answer3.NO),
        announced_on=project.announced_on,
        pilot_planned_on=project.pilot_planned_on,
        start_planned_on=project.start_planned_on,
        first_use_on=project.first_use_on,
    )
    return _dated(facts, consultation, member) if consultation else facts


def _said(project: Project, answer: Answer3) -> frozenset[Use]:
    return frozenset(use for use in Use if project.uses.get(use) == answer)


def _dated(
    facts: ProjectFacts, consultation: Consultation, member: Member
) -> ProjectFacts:
    questions = (
        Question.objects.visible_to(member)
        .filter(consultation=consultation, batch__isnull=False)
        .aggregate(
            sent=Count("pk"),
            waiting=Count("pk", filter=WAITING),
            wanted=Min("batch__answer_wanted_on", filter=WAITING),
        )
    )
    expected = (
        InformationDue.objects.visible_to(member)
        .filter(project=consultation.project_id)
        .aggregate(lines=Count("pk"), short=Count("pk", filter=WANTING))
    )
    expert = (
        Event.objects.visible_to(member)
        .live()
        .filter(consultation=consultation, kind=EventKind.EXPERT_NAMED)
        .first()
    )
    return replace(
        facts,
        requested_on=consultation.requested_on,
        information_on=consultation.information_on,
        information_lines=expected["lines"],
        information_short=expected["short"],
        opinion_due_on=consultation.due_on,
        opinion_on=consultation.opinion_on,
        deemed_on=consultation.deemed_on,
        followed_up_on=consultation.closed_on,
        expert_named_on=expert.on if expert else None,
        questions_sent=questions["sent"],
        questions_waiting=questions["waiting"],
        answers_wanted_on=questions["wanted"],
    )
