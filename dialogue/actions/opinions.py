"""Writing an opinion together: passages, their revisions, and never a lost word.

Every save is a revision of its own and no revision is ever changed: whoever started
from it can still be merged. The page saves two seconds after the last keystroke and an
unchanged text makes no row, so rows follow pauses, not keys; the history page shows the
saves of one person within two minutes as one. Revisions are the record of the text: the
journal only tells what was added, removed, moved or chosen.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.actions.locks import hold_consultation
from dialogue.actions.public_opinions import is_public, state_words
from dialogue.enums import (
    ConsultationState,
    OpinionState,
    PassageKind,
    Stance,
)
from dialogue.merge import merge
from dialogue.models import Consultation, Opinion, Passage, PassageRevision
from projects import items, journal, live
from projects.enums import ItemKind, Room
from projects.errors import Conflict, Refused
from projects.models import Item, Member

#: Steps of the thread that may carry a point: what comes before it.
SOURCES = (ItemKind.OBSERVATION, ItemKind.FINDING, ItemKind.QUESTION, ItemKind.ANSWER)
_OVER = (
    ConsultationState.DEEMED_NEGATIVE,
    ConsultationState.FOLLOW_UP,
    ConsultationState.CLOSED,
)


@dataclass(frozen=True)
class Saved:
    """What a save did: `base` is what the writer's next save starts from.

    After a merge the writer's screen still shows their own text, so `base` is the
    revision that holds exactly that text, not the merged one that follows it.
    """

    passage: Passage
    base: int
    merged: bool = False
    others: str = ""


@transaction.atomic
def add_passage(
    consultation: Consultation,
    *,
    actor: Member,
    kind: PassageKind,
    title: str = "",
    text: str = "",
    origin: Item | None = None,
    proposal: str = "",
) -> Passage:
    """Add a paragraph at the end of its part; the first one starts the opinion.

    `proposal` is what a paragraph proposed from the dossier was made of.
    """
    opinion = hold_opinion(consultation)
    item = None
    if kind == PassageKind.POINT:
        item = items.create(
            consultation.project,
            ItemKind.POINT,
            heading(title, text),
            actor=actor,
            room=Room.CAUCUS,
            origin=_source(origin, actor),
            state=str(OpinionState.DRAFTING.label),
        )
        item.url = reverse("dialogue:opinion", args=[opinion.project_id])
        item.save(update_fields=["url"])
    passage = Passage.objects.create(
        opinion=opinion,
        kind=kind,
        rank=items.next_rank(opinion.passages.filter(kind=kind)),
        item=item,
        saved_by=actor,
        proposal=proposal,
    )
    _write(passage, title, text, actor)
    _record(passage, "added", _("Ajout à l’avis : %(name)s"), actor)
    return passage


@transaction.atomic
def save_passage(
    passage: Passage, *, actor: Member, title: str, text: str, base: int
) -> Saved:
    """Save what was written from revision `base`; merge with what came since.

    Raises Conflict, and changes nothing, when somebody changed the same place.
    """
    _lock(passage.opinion)
    passage.refresh_from_db()
    start = passage.revisions.filter(revision=base).first()
    if start is None:
        raise Refused(_("La version de départ n’existe pas : rechargez la page."))
    if passage.removed_at is not None:
        raise Refused(_("Ce passage a été retiré de l’avis."))
    typed = (title, text)
    if typed == (passage.title, passage.text):
        return Saved(passage, passage.revision)
    if typed == (start.title, start.text):
        return Saved(passage, base)
    if base == passage.revision:
        _write(passage, title, text, actor)
        live.publish_on_commit(passage.opinion.project, "opinion", Room.CAUCUS)
        return Saved(passage, passage.revision)
    return _merge(passage, start, typed, actor)


def _merge(
    passage: Passage, start: PassageRevision, typed: tuple[str, str], actor: Member
) -> Saved:
    others = since(passage, start.revision, actor)
    title = _one_of(start.title, typed[0], passage.title)
    text = merge(start.text, typed[1], passage.text)
    if title is None or text is None:
        raise Conflict(
            _(
                "%(others)s a modifié le même endroit pendant que vous écriviez. Rien "
                "n’est perdu : les deux textes sont gardés."
            )
            % {"others": others or _("Une autre fenêtre de votre compte")},
            passage.text,
        )
    _write(passage, *typed, actor)
    base = passage.revision
    if (title, text) != typed:
        _write(passage, title, text, actor)
    live.publish_on_commit(passage.opinion.project, "opinion", Room.CAUCUS)
    return Saved(passage, base, merged=True, others=others)


def _one_of(base: str, mine: str, theirs: str) -> str | None:
    """A title is too short to be mixed: one change wins, two collide."""
    if mine == theirs or theirs == base:
        return mine
    return theirs if mine == base else None


def since(passage: Passage, base: int, actor: Member) -> str:
    """Who else saved after revision `base`; empty when only `actor` did."""
    names = dict.fromkeys(
        str(row.saved_by)
        for row in passage.revisions.filter(revision__gt=base)
        .exclude(saved_by=actor)
        .select_related("saved_by__user")
    )
    return ", ".join(names)


@transaction.atomic
def choose_source(passage: Passage, *, actor: Member, origin: Item | None) -> None:
    """Hang a point on the step of the thread it comes from."""
    _lock(passage.opinion)
    item = passage.item
    if item is None:
        raise Refused(_("Seul un point de l’avis a une source."))
    item.origin = _source(origin, actor)
    item.save(update_fields=["origin"])
    _record(passage, "sourced", _("Source de %(name)s modifiée"), actor)


@transaction.atomic
def remove_passage(passage: Passage, *, actor: Member) -> None:
    """Take a paragraph out of the text; its history stays."""
    _lock(passage.opinion)
    passage.refresh_from_db()
    if passage.removed_at is not None:
        return
    passage.removed_at = timezone.now()
    passage.save(update_fields=["removed_at"])
    if passage.item is not None:
        items.withdraw(passage.item, _("retiré"))
    _record(passage, "removed", _("Retrait de l’avis : %(name)s"), actor)


@transaction.atomic
def move_passage(passage: Passage, *, actor: Member, up: bool) -> None:
    """Change places with the paragraph above or below; at the edge, nothing moves."""
    _lock(passage.opinion)
    passage.refresh_from_db()
    same_part = passage.opinion.passages.filter(kind=passage.kind)
    rows = same_part.kept()
    neighbour = (
        rows.filter(rank__lt=passage.rank).order_by("-rank").first()
        if up
        else rows.filter(rank__gt=passage.rank).order_by("rank").first()
    )
    if neighbour is None or passage.removed_at is not None:
        return
    mine, theirs = passage.rank, neighbour.rank
    highest: int = same_part.aggregate(Max("rank"))["rank__max"]
    # Two rows never hold one rank, not even in between.
    for row, rank in ((passage, highest + 1), (neighbour, mine), (passage, theirs)):
        row.rank = rank
        row.save(update_fields=["rank"])
    _record(passage, "moved", _("Déplacement dans l’avis : %(name)s"), actor)


@transaction.atomic
def choose_stance(
    consultation: Consultation, *, actor: Member, stance: Stance
) -> Opinion:
    """Say whether the opinion is favourable, unfavourable or reserved."""
    opinion = hold_opinion(consultation)
    if is_public(opinion):
        raise Refused(
            _(
                "Dans la fonction publique, le vote porte sur le projet : c’est son "
                "résultat qui donne le sens de l’avis."
            )
        )
    old, opinion.stance = opinion.stance, stance
    opinion.save(update_fields=["stance"])
    journal.record(
        opinion.project,
        "opinion.stance",
        _("Sens de l’avis : %(stance)s") % {"stance": stance.label},
        actor=actor,
        target=opinion,
        old=old,
        new=str(stance),
    )
    return opinion


def hold_opinion(consultation: Consultation) -> Opinion:
    """The opinion of the consultation, held, started when there is none."""
    hold_consultation(consultation)
    opinion = Opinion.objects.filter(consultation=consultation).first()
    if opinion is None:
        if consultation.state in _OVER:
            raise Refused(_("La consultation est terminée : l’avis ne s’écrit plus."))
        opinion = Opinion.objects.create(
            organisation_id=consultation.organisation_id,
            project=consultation.project,
            consultation=consultation,
        )
    opinion.consultation = consultation
    opinion.project = consultation.project
    _lock(opinion)
    return opinion


def _lock(opinion: Opinion) -> None:
    """Hold the opinion, so that no vote opens meanwhile; refuse unless a draft."""
    state = Opinion.objects.select_for_update().values_list("state", flat=True)
    opinion.state = state.get(pk=opinion.pk)
    if opinion.state != OpinionState.DRAFTING:
        raise Refused(
            _("L’avis est %(state)s : son texte ne peut plus être modifié.")
            % {"state": state_words(opinion)}
        )


def _source(origin: Item | None, actor: Member) -> Item | None:
    if origin is None:
        return None
    if origin.kind not in SOURCES:
        raise Refused(
            _("Un point vient d’un constat, d’une question ou d’une réponse.")
        )
    if not Item.objects.visible_to(actor).kept().filter(pk=origin.pk).exists():
        raise Refused(_("Cette source n’existe pas."))
    return origin


def _write(passage: Passage, title: str, text: str, actor: Member) -> None:
    """Store a new revision; the caller holds the opinion."""
    passage.title, passage.text = title, text
    passage.revision += 1
    passage.saved_at, passage.saved_by = timezone.now(), actor
    passage.save(update_fields=["title", "text", "revision", "saved_at", "saved_by"])
    PassageRevision.objects.create(
        passage=passage,
        revision=passage.revision,
        title=title,
        text=text,
        saved_by=actor,
        saved_at=passage.saved_at,
    )
    if passage.item is not None:
        passage.item.title = heading(title, text)
        passage.item.save(update_fields=["title"])


def heading(title: str, text: str) -> str:
    """How the thread names a point: its title, else how it begins."""
    if title:
        return title
    first = text.strip().partition("\n")[0]
    return f"{first[:80]}…" if len(first) > 80 else first or _("Point sans titre")


def name_of(passage: Passage) -> str:
    """How people call a passage: Point A-3, Réserve 2."""
    number = passage.item.number if passage.item else passage.rank
    return f"{PassageKind(passage.kind).label.capitalize()} {number}"


def _record(passage: Passage, verb: str, sentence: str, actor: Member) -> None:
    journal.record(
        passage.opinion.project,
        f"opinion.{verb}",
        sentence % {"name": name_of(passage)},
        actor=actor,
        target=passage,
    )
