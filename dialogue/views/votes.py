"""Opening, casting, closing and cancelling a vote on the opinion."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogue import documents
from dialogue.access import opinion_or_404, vote_or_404
from dialogue.actions import clock, public_opinions, votes
from dialogue.enums import Choice, OpinionState, VoteMode
from dialogue.forms.opinions import BallotForm, CancelForm, HandsForm, NominalForm
from dialogue.law.public_votes import majority_article
from dialogue.models import Opinion, Vote
from dialogue.permissions import can_cast_vote, can_run_vote
from dialogue.running_expertise import ends_with_opinion
from dialogue.views.opinions import is_open
from dialogue.vote_meetings import meeting_warning
from projects.access import require
from projects.errors import Refused
from projects.models import Item, Member


@require_http_methods(["GET", "POST"])
def vote_open(request: HttpRequest, project_id: UUID, opinion_id: UUID) -> HttpResponse:
    opinion, member = opinion_or_404(request, project_id, opinion_id)
    require(can_run_vote(member))
    if request.method == "GET" and opinion.state != OpinionState.DRAFTING:
        messages.error(request, _("Un vote s’ouvre sur un avis en rédaction."))
        return redirect("dialogue:opinion", project_id)
    today = clock.local_day(opinion.consultation)
    rows = votes.entitled(opinion.project.organisation, today)
    mode = request.POST.get("mode")
    sheet = votes.voting_at_meeting(opinion, today)
    nominal = NominalForm(
        request.POST if mode == VoteMode.NOMINAL else None,
        entitled=rows,
        prefix="nominal",
        initial=None if sheet is None else {"present": [str(m.pk) for m in sheet]},
    )
    # Whatever else was posted, one of the two forms answers.
    other = request.method == "POST" and mode != VoteMode.NOMINAL
    hands = HandsForm(
        request.POST if other else None, prefix="hands", initial={"held_on": today}
    )
    if request.method == "POST":
        vote = _opened(opinion, member, nominal, hands, rows)
        if vote is not None:
            return redirect("dialogue:vote", project_id, vote.pk)
    context = {
        "project": opinion.project,
        "member": member,
        "tab": "opinion",
        "opinion": opinion,
        "nominal": nominal,
        "hands": hands,
        "entitled": rows,
        "ending": ends_with_opinion(opinion.consultation, member),
        **_rule(opinion, today),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dialogue/vote_open.html", context, status=status)


def _rule(opinion: Opinion, today: date) -> dict[str, Any]:
    """By which rule the result is counted, to be said before the vote."""
    branch = opinion.project.workplace.known_branch
    return {
        "meeting_words": meeting_warning(opinion.consultation, today),
        "public": public_opinions.is_public(opinion),
        "article": majority_article(branch, tie=False),
    }


def _opened(
    opinion: Opinion,
    member: Member,
    nominal: NominalForm,
    hands: HandsForm,
    rows: list[votes.Entitled],
) -> Vote | None:
    """The vote that was opened or recorded; None when a form says why not."""
    form = nominal if nominal.is_bound else hands
    if not form.is_valid():
        return None
    try:
        if form is nominal:
            chosen = set(form.cleaned_data["present"])
            present = [row.member for row in rows if str(row.member.pk) in chosen]
            return votes.open_vote(opinion, actor=member, present=present)
        return votes.record_hands(opinion, actor=member, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return None


@require_GET
def vote(request: HttpRequest, project_id: UUID, vote_id: UUID) -> HttpResponse:
    row, member = vote_or_404(request, project_id, vote_id)
    return _page(request, row, member)


def _page(
    request: HttpRequest,
    row: Vote,
    member: Member,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    voters = list(row.voters.select_related("member__user"))
    own = next((voter for voter in voters if voter.member_id == member.pk), None)
    runs = can_run_vote(member) and is_open(row)
    context = {
        "project": row.opinion.project,
        "member": member,
        "tab": "opinion",
        "opinion": row.opinion,
        "vote": row,
        "open": is_open(row),
        "voters": voters,
        "cast_count": sum(voter.cast_at is not None for voter in voters),
        "own": own,
        "ballot": BallotForm() if own and is_open(row) and not own.cast_at else None,
        "runs": runs,
        "cancel": CancelForm() if runs else None,
        "sentence": votes.result(row) if row.closed_at else "",
        "given": public_opinions.given_words(row),
        "ending": ends_with_opinion(row.opinion.consultation, member) if runs else "",
        "remark": public_opinions.remark(row),
        "content": _voted_text(row, member),
    }
    return render(request, "dialogue/vote.html", context | forms, status=status)


def _voted_text(row: Vote, member: Member) -> dict[str, Any] | None:
    """What is voted on; None once it may have changed since (cancelled, lost)."""
    if row.cancelled_at or (row.closed_at and not row.adopted):
        return None
    visible = Item.objects.visible_to(member)
    # The result has its own place on the page.
    return documents.opinion_part(row.opinion, visible) | {"vote": None}


@require_POST
def vote_cast(request: HttpRequest, project_id: UUID, vote_id: UUID) -> HttpResponse:
    row, member = vote_or_404(request, project_id, vote_id)
    require(can_cast_vote(member, row.voters.all()))
    form = BallotForm(request.POST)
    if not form.is_valid():
        return _page(request, row, member, status=422, ballot=form)
    try:
        votes.cast(row, actor=member, choice=Choice(form.cleaned_data["choice"]))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Votre vote est enregistré."))
    return redirect("dialogue:vote", project_id, vote_id)


@require_POST
def vote_close(request: HttpRequest, project_id: UUID, vote_id: UUID) -> HttpResponse:
    row, member = vote_or_404(request, project_id, vote_id)
    require(can_run_vote(member))
    try:
        votes.close_vote(row, actor=member)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("Vote clos."))
    return redirect("dialogue:vote", project_id, vote_id)


@require_POST
def vote_cancel(request: HttpRequest, project_id: UUID, vote_id: UUID) -> HttpResponse:
    row, member = vote_or_404(request, project_id, vote_id)
    require(can_run_vote(member))
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, row, member, status=422, cancel=form)
    try:
        votes.cancel_vote(row, actor=member, reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("dialogue:vote", project_id, vote_id)
    messages.success(request, _("Vote annulé : l’avis est de nouveau en rédaction."))
    return redirect("dialogue:opinion", project_id)
