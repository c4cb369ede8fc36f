"""What the pages draw of a consultation: steps, run of dates, cards of what is due.

The delegation and the guests it lets into the caucus see the whole count. The employer
and the other guests see states with their dates, and the questions that wait: how the
CSE counts, what it plans and why is its own.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue import chronology
from dialogue.actions import clock
from dialogue.enums import ConsultationState
from dialogue.instances import runs_a_period
from dialogue.late_opinions import first_late_meeting
from dialogue.law.explanations import second_date
from dialogue.law.rules import AnyRule
from dialogue.models import Consultation, Question
from dialogue.permissions import (
    can_prepare_consultation,
    can_run_consultation,
    can_write_opinion,
)
from projects.enums import DeadlineNature, DeadlineState
from projects.errors import Refused
from projects.french import countdown, day, day_short
from projects.models import Deadline, Member, Project
from projects.timeline import Moment, timeline_svg

S = ConsultationState
#: The first reminder goes out then; from that day the date is shown in garance.
PRESSING_DAYS = 15
#: The acts that write down the steps of an expertise.
STEP_ACTS = {
    "expert_demande": "demande-expert",
    "employeur_reponse_expert": "reponse-expert",
    "expert_notification": "cahier-des-charges",
    "rapport_expert": "rapport-expert",
}
#: The six steps, each with the states that stand on it.
STEPS: tuple[tuple[str, frozenset[S]], ...] = (
    ("draft", frozenset({S.DRAFT})),
    ("information", frozenset({S.INFORMING})),
    ("open", frozenset({S.OPEN, S.SUSPENDED})),
    ("opinion", frozenset({S.OPINION_GIVEN, S.DEEMED_NEGATIVE})),
    ("follow_up", frozenset({S.FOLLOW_UP})),
    ("closed", frozenset({S.CLOSED})),
)


def panel(
    project: Project, consultation: Consultation | None, member: Member
) -> dict[str, Any]:
    """Context of dialogue/panel.html; `consultation` is already one they may see."""
    today = timezone.localdate()
    context: dict[str, Any] = {
        "project": project,
        "member": member,
        "consultation": consultation,
        "today": today,
        "may_prepare": can_prepare_consultation(member),
        "may_run": can_run_consultation(member),
        "has_clock": runs_a_period(project.workplace),
    }
    if consultation is None:
        return context
    run = moments(consultation, member)
    found = cards(consultation, member, today)
    return context | {
        "steps": steps(consultation, member, today),
        "moments": run,
        "svg": timeline_svg(run, today, ident="frise-consultation"),
        "cards": [card for card in found if card["binding"]],
        "groups": _groups([card for card in found if not card["binding"]]),
        "warnings": warnings(consultation, member, clock.local_day(consultation)),
        "waiting": Question.objects.visible_to(member)
        .filter(consultation=consultation)
        .waiting()
        .count(),
    }


def _groups(cards: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Under their titles, the dates that bind nobody, or only under a condition."""
    expert = [card for card in cards if not card["conditional"]]
    conditional = [card for card in cards if card["conditional"]]
    titled = [
        (_("Étapes de l’expertise"), expert),
        (_("Date sous condition"), conditional),
    ]
    return [(title, rows) for title, rows in titled if rows]


def steps(
    consultation: Consultation, member: Member, today: date
) -> list[dict[str, str]]:
    here = next(
        index for index, (_name, on) in enumerate(STEPS) if consultation.state in on
    )
    labels = {
        "draft": _("Brouillon"),
        "information": _("Information en cours"),
        "open": _("Consultation suspendue")
        if consultation.state == S.SUSPENDED
        else _("Consultation ouverte"),
        "opinion": _("Avis réputé négatif") if consultation.deemed_on else _("Avis"),
        "follow_up": _("Suivi"),
        "closed": _("Close"),
    }
    details = {
        # The day it was typed says nothing of the consultation, and may come after it.
        "draft": "",
        "information": day_short(consultation.requested_on),
        "open": _open_detail(consultation, member, today),
        "opinion": day_short(consultation.opinion_on or consultation.deemed_on),
        "follow_up": day_short(consultation.follow_up_on),
        "closed": day_short(consultation.closed_on),
    }
    return [
        {
            "label": labels[name],
            "detail": details[name],
            "state": "done" if rank < here else "here" if rank == here else "todo",
        }
        for rank, (name, _on) in enumerate(STEPS)
    ]


def _open_detail(consultation: Consultation, member: Member, today: date) -> str:
    if consultation.state == S.SUSPENDED:
        return day_short(consultation.suspended_on)
    if consultation.state == S.OPEN and consultation.due_on and member.sees_caucus:
        return _("avis %(left)s") % {"left": countdown(consultation.due_on, today)}
    return day_short(consultation.information_on)


def moments(consultation: Consultation, member: Member) -> list[Moment]:
    """The run of dates that this person may know, in order."""
    found = chronology.rows(consultation, member)
    if member.sees_caucus:
        found = [
            *chronology.project_rows(consultation),
            *found,
            *_still_due(consultation),
        ]
    return chronology.by_day(found)


def _still_due(consultation: Consultation) -> list[chronology.Row]:
    due = {
        "avis": _("avis, sinon réputé négatif"),
        "avis_etablissement": _("avis de l’établissement"),
        "rapport_expert": _("rapport de l’expert"),
    }
    keys = {clock.key_of(consultation, code): label for code, label in due.items()}
    return [
        (deadline.due_on, keys[deadline.key], "due")
        for deadline in Deadline.objects.open().filter(key__in=keys)
    ]


def cards(
    consultation: Consultation, member: Member, today: date
) -> list[dict[str, Any]]:
    """The open dates of the consultation, nearest first, with their reasons."""
    writes = can_write_opinion(member)

    def words(row: Deadline) -> str:
        """Nobody is invited to write who may only read."""
        return row.action_label if writes or not row.binding else _("Voir l’avis")

    rows = Deadline.objects.visible_to(member).filter(
        project_id=consultation.project_id,
        key__startswith=clock.key_of(consultation, ""),
        state=DeadlineState.OPEN,
    )
    return [
        {
            "binding": row.binding,
            "conditional": row.nature == DeadlineNature.CONDITIONAL,
            "act": STEP_ACTS.get(row.key.rpartition(":")[2], ""),
            "day": row.due_on,
            "when": countdown(
                row.due_on, today, late=row.nature == DeadlineNature.AWAITED
            ),
            "title": row.label,
            "detail": second_date(row.due_on, row.extended_on, row.starts_on),
            "consequence": row.consequence,
            "why": " ".join(row.explanation),
            "article": row.article,
            "changes": " ".join(row.changes),
            "confidence": row.get_confidence_display(),
            "rule": row.rule,
            "room": row.room,
            "acts": [{"url": row.action_url, "label": words(row), "primary": True}],
            "tone": "now" if (row.due_on - today).days <= PRESSING_DAYS else "",
        }
        for row in rows
    ]


def warnings(
    consultation: Consultation, member: Member, today: date
) -> list[dict[str, str]]:
    """What the count wants said: no clock here, late expert, suspended, old facts."""
    if not member.sees_caucus or consultation.state not in (
        S.DRAFT,
        S.INFORMING,
        *clock.COUNTED,
    ):
        return []
    try:
        computation = clock.compute(consultation)
    except Refused as refused:
        return [_said(refused.sentence, None)]
    return [
        *(_said(warning.message, warning.rule) for warning in computation.warnings),
        *(
            _said(f"{legal.label} : {day(legal.extended)}.", legal.rule)
            for legal in computation.dates
            if legal.code in clock.NOBODYS
            and legal.extended
            and legal.extended >= today
        ),
        *_past(consultation, today),
        *(
            {"text": late.sentence, "article": late.article, "tone": "late"}
            for late in first_late_meeting(consultation, member)
        ),
    ]


def _said(sentence: str, rule: AnyRule | None) -> dict[str, str]:
    """One callout; what cites no rule is pressing."""
    return {
        "text": sentence,
        "article": rule.article if rule else "",
        "tone": "info" if rule else "late",
    }


def _past(consultation: Consultation, today: date) -> Iterator[dict[str, str]]:
    """The safe day is over, then the arguable one."""
    due, last = consultation.due_on, consultation.extended_on
    if consultation.state != S.OPEN or not due:
        return
    if last is None:
        if due < today:
            sentence = _(
                "La date sûre du %(due)s est passée. Une suspension se plaide : rendez "
                "l’avis sans attendre."
            )
            yield _said(sentence % {"due": day(due)}, None)
        return
    if due < today <= last:
        sentence = _(
            "La date sûre du %(due)s est passée. Un report au %(last)s se plaide : "
            "rendez l’avis sans attendre."
        )
        yield _said(sentence % {"due": day(due), "last": day(last)}, None)
    if last < today:
        sentence = _(
            "Le délai calculé a pris fin le %(last)s : sans correction ni avis rendu "
            "à temps, l’avis sera inscrit comme réputé négatif au prochain contrôle, "
            "à 0 h 20 (heure de Paris)."
        )
        yield _said(sentence % {"last": day(last)}, None)
