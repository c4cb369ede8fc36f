"""What the PDF of an opinion says, as JSON: frozen when it is asked for.

Everything passes through the room of its reader: what the caucus alone knows is left
out, never masked. Dates are ISO strings; `dialogue/pdf/*.html` writes them in French.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.actions import votes
from dialogue.enums import OpinionState, PassageKind, Stance, VoteMode
from dialogue.instances import short_name
from dialogue.models import Opinion, Passage, Vote
from dialogue.vote_meetings import voted_in_meeting
from projects import reports
from projects.enums import ReportKind, Room
from projects.models import Item, Member, Report

OPINION_TEMPLATE = "dialogue/pdf/opinion.html"
#: Parts of an opinion in the order of the text, with their titles.
PARTS = (
    (PassageKind.POINT, _l("Points de l’avis")),
    (PassageKind.RESERVE, _l("Réserves")),
    (PassageKind.WISH, _l("Vœux")),
    (PassageKind.MINORITY, _l("Déclaration minoritaire")),
)


def opinion_content(opinion: Opinion, member: Member) -> dict[str, Any]:
    """The opinion as `member` may read it (a point's source only if they see it)."""
    return _content(opinion, Item.objects.visible_to(member))


def shared_opinion_content(opinion: Opinion) -> dict[str, Any]:
    """The opinion as the other side will read it: the text that is transmitted."""
    return _content(opinion, Item.objects.filter(room=Room.SHARED))


def ask_opinion(opinion: Opinion, *, actor: Member) -> Report:
    """The PDF of the opinion: a draft until it is sent, then the frozen proof."""
    if opinion.state == OpinionState.TRANSMITTED:
        return opinion.transmission.report
    return reports.ask(
        opinion.project,
        ReportKind.OPINION,
        subject=opinion.pk,
        room=Room.CAUCUS,
        title=opinion_title(opinion),
        template=OPINION_TEMPLATE,
        content=opinion_content(opinion, actor),
        draft=True,
        actor=actor,
    )


def opinion_title(opinion: Opinion) -> str:
    return _("Avis du %(body)s, dossier n° %(number)s") % {
        "body": short_name(opinion.project.workplace),
        "number": opinion.project.number,
    }


def _content(opinion: Opinion, visible: QuerySet[Item]) -> dict[str, Any]:
    return {
        "heading": reports.heading_of(opinion.project),
        "body": short_name(opinion.project.workplace),
        "consultation": opinion.consultation.subject,
        "information_on": iso(opinion.consultation.information_on),
        "opinion": opinion_part(opinion, visible),
    }


def opinion_part(opinion: Opinion, visible: QuerySet[Item]) -> dict[str, Any]:
    """The text, its direction, and the vote it was adopted by."""
    passages = list(opinion.passages.kept().select_related("item").order_by("rank"))
    sources = {
        item.pk: item
        for item in visible.filter(
            project=opinion.project_id,
            pk__in=[p.item.origin_id for p in passages if p.item],
        )
    }
    adopted = opinion.votes.filter(adopted=True).first()
    sent = opinion.state == OpinionState.TRANSMITTED
    return {
        "stance": str(Stance(opinion.stance).label) if opinion.stance else "",
        "state": OpinionState(opinion.state).words(
            public=adopted is not None and adopted.public
        ),
        "adopted_on": iso(opinion.adopted_on),
        "sent_on": (
            iso(timezone.localdate(opinion.transmission.sent_at)) if sent else None
        ),
        "parts": [
            {
                "kind": str(kind),
                "title": str(title),
                "passages": [_passage(p, sources) for p in passages if p.kind == kind],
            }
            for kind, title in PARTS
            if any(p.kind == kind for p in passages)
        ],
        "vote": vote_part(adopted) if adopted else None,
    }


def _passage(passage: Passage, sources: dict[Any, Item]) -> dict[str, Any]:
    source = sources.get(passage.item.origin_id) if passage.item else None
    return {
        "number": passage.item.number if passage.item else "",
        "title": passage.title,
        "text": passage.text,
        "source": {"number": source.number, "title": source.title} if source else None,
    }


def vote_part(vote: Vote) -> dict[str, Any]:
    """The result without names: who chose what stays in the caucus's own page."""
    return {
        "held_on": vote.held_on.isoformat(),
        "in_meeting": voted_in_meeting(vote),
        "mode": str(VoteMode(vote.mode).label),
        "present": vote.present,
        "votes_for": vote.votes_for,
        "votes_against": vote.votes_against,
        "abstentions": vote.abstentions,
        "adopted": vote.adopted,
        "sentence": votes.result(vote),
    }


def iso(day: Any) -> str | None:
    return day.isoformat() if day else None
