"""The page of the opinion, and its PDF documents."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dialogue import documents, dossier
from dialogue.access import consultation_or_404, consultation_shown, opinion_or_404
from dialogue.actions import opinions, public_opinions, votes
from dialogue.enums import OpinionState
from dialogue.forms.opinions import StanceForm
from dialogue.models import Consultation, Opinion, Passage, Vote
from dialogue.permissions import (
    can_run_vote,
    can_transmit_opinion,
    can_write_opinion,
)
from projects.access import project_or_404
from projects.enums import Regime
from projects.models import Entry, Item, Member


@require_GET
def opinion(request: HttpRequest, project_id: UUID) -> HttpResponse:
    project, member = project_or_404(request, project_id)
    shown, rows = consultation_shown(
        project, member, request.GET.get("consultation", "")
    )
    context: dict[str, Any] = {
        "project": project,
        "member": member,
        "tab": "opinion",
        "consultation": shown,
        "consultations": rows,
        "opinion": None,
    }
    if shown is not None:
        context |= _page(shown, member)
    return render(request, "dialogue/opinion.html", context)


def _page(consultation: Consultation, member: Member) -> dict[str, Any]:
    row = (
        Opinion.objects.visible_to(member)
        .filter(consultation=consultation)
        .select_related("transmission")
        .first()
    )
    drafting = row is None or row.state == OpinionState.DRAFTING
    writes = can_write_opinion(member) and drafting
    context: dict[str, Any] = {
        "opinion": row,
        # Whoever is not in the caucus reads the opinion once it is sent.
        "waiting": row is None and not member.sees_caucus,
        "drafting": drafting,
        "writes": writes,
        "runs_vote": can_run_vote(member) and drafting,
        "transmits": can_transmit_opinion(member),
        "parts": _parts(row, member, writes=writes),
        "stance_form": StanceForm(initial={"stance": row.stance if row else ""}),
        "votes": [],
        "public": consultation.project.workplace.regime == Regime.PUBLIC,
    }
    if row is not None:
        row.project = consultation.project
        row.consultation = consultation
        context["votes"] = vote_rows(row, member)
        given = any(line["given"] for line in context["votes"])
        context["given"] = given
        context["state_words"] = OpinionState(row.state).words(public=given)
    return context


def _parts(
    row: Opinion | None, member: Member, *, writes: bool
) -> list[dict[str, Any]]:
    """Parts that hold something, and for a writer the empty ones to start."""
    passages = (
        list(
            row.passages.kept()
            .select_related("item", "saved_by__user")
            .order_by("rank")
        )
        if row
        else []
    )
    chains = _chains(passages, member)
    return [
        {
            "kind": kind,
            "title": title,
            "rows": [
                {
                    "passage": passage,
                    "name": opinions.name_of(passage),
                    "chain": chains.get(passage.pk, []),
                    "history": reverse(
                        "dialogue:passage_history",
                        args=[passage.opinion.project_id, passage.pk],
                    )
                    if member.sees_caucus
                    else "",
                }
                for passage in passages
                if passage.kind == kind
            ],
        }
        for kind, title in documents.PARTS
        if writes or any(passage.kind == kind for passage in passages)
    ]


def _chains(
    passages: Iterable[Passage], member: Member
) -> dict[UUID, list[dict[str, Any]]]:
    """Where each point comes from and what followed, in one query for all of them."""
    points = [passage for passage in passages if passage.item_id]
    if not points:
        return {}
    steps = (
        Item.objects.visible_to(member).kept().filter(project=points[0].item.project_id)  # type: ignore[union-attr]
    )
    by_id = {step.pk: step for step in steps}
    return {passage.pk: _chain(passage.item, by_id) for passage in points}


def _chain(item: Any, by_id: dict[UUID, Item]) -> list[dict[str, Any]]:
    walk = [item]
    while walk[0].origin_id in by_id and len(walk) < 20:
        walk.insert(0, by_id[walk[0].origin_id])
    walk += [step for step in by_id.values() if step.origin_id == item.pk]
    return [
        {
            "number": step.number,
            "title": step.title,
            "url": step.url,
            "current": step.pk == item.pk,
        }
        for step in walk
    ]


def vote_rows(row: Opinion, member: Member) -> list[dict[str, Any]]:
    """Votes with their result in words, or the reason why one was cancelled."""
    seen = list(Vote.objects.visible_to(member).filter(opinion=row))
    stopped = [vote.pk for vote in seen if vote.cancelled_at]
    reasons = dict(
        Entry.objects.visible_to(member)
        .filter(target__in=stopped, verb="vote.cancelled")
        .values_list("target", "data__reason")
        if stopped
        else ()
    )
    return [
        {
            "vote": vote,
            "sentence": votes.result(vote) if vote.closed_at else "",
            "reason": reasons.get(vote.pk, ""),
            "open": is_open(vote),
            "given": public_opinions.given_words(vote),
            "url": reverse("dialogue:vote", args=[row.project_id, vote.pk])
            if member.sees_caucus
            else "",
        }
        for vote in seen
    ]


def is_open(vote: Vote) -> bool:
    return vote.closed_at is None and vote.cancelled_at is None


@require_POST
def opinion_pdf(
    request: HttpRequest, project_id: UUID, opinion_id: UUID
) -> HttpResponse:
    row, member = opinion_or_404(request, project_id, opinion_id)
    report = documents.ask_opinion(row, actor=member)
    return redirect("projects:report", project_id, report.pk)


@require_POST
def dossier_pdf(
    request: HttpRequest, project_id: UUID, consultation_id: UUID
) -> HttpResponse:
    consultation, member = consultation_or_404(request, project_id, consultation_id)
    report = dossier.ask_dossier(consultation, actor=member)
    return redirect("projects:report", project_id, report.pk)
