"""What the instruments hold about one person, for the export of their own data."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, When

from diagnostics.models import (
    AgreedLevel,
    Answer,
    Consent,
    Interview,
    InterviewNote,
    Need,
    Practice,
    SharedTask,
    Synthesis,
    TaskCard,
    TaskDecision,
)
from diagnostics.models.tasks import FIELDS
from projects.exports import Open
from projects.models import Member, User


def part(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    """What they answered, proposed and wrote; their cards; their notes of interviews.

    A note that they may no longer read is given by its date alone: it holds the words
    of somebody else.
    """
    owners = User.objects.filter(pk__in=places.values("user"))
    notes = InterviewNote.objects.filter(author__in=places)
    led = Q(pk__in=[])
    for member in still_open:
        led |= Q(pk__in=InterviewNote.objects.readable_by(member).values("pk"))
    return {
        "cartes_de_taches": list(
            TaskCard.objects.filter(user__in=owners).values("label", *FIELDS, "notes")
        ),
        "cartes_partagees": list(
            SharedTask.objects.filter(member__in=places).values(
                "label", *FIELDS, "note", "room"
            )
        ),
        "entretiens_menes": list(
            Interview.objects.filter(interviewers__in=places)
            .order_by("day")
            .values("day", "state", "notes_until")
        ),
        "notes_d_entretien": list(
            notes.order_by("written_at").values(
                ecrite_le=F("written_at"),
                mots_exacts=F("verbatim"),
                texte=Case(When(led, then=F("text")), default=None),
            )
        ),
        **_said(places),
        **_practices(places),
        **_agreed(places),
        **_written(places, still_open),
    }


def _said(places: QuerySet[Member]) -> dict[str, Any]:
    """Words that nobody else changes. A group's, or a file's, are not one's own."""
    own = Answer.objects.filter(
        respondent__held_by__in=places,
        respondent__group=False,
        respondent__imported=False,
    )
    decisions = TaskDecision.objects.filter(recorded_by__in=places)
    return {
        "reponses_aux_diagnostics": list(
            own.order_by("saved_at", "criterion").values(
                chez=F("respondent__assessment__organisation__name"),
                partie=F("respondent__party"),
                critere=F("criterion"),
                reponse=F("kind"),
                degre=F("level"),
                assurance=F("trust"),
                ce_qui_se_dit=F("verbatim"),
                ce_qui_le_montre=F("evidence"),
                garde_pour_sa_partie=F("private"),
                le=F("saved_at"),
            )
        ),
        "decisions_notees": list(
            decisions.order_by("recorded_at").values(
                texte=F("text"), decide_le=F("decided_on"), notee_le=F("recorded_at")
            )
        ),
    }


def _practices(places: QuerySet[Member]) -> dict[str, Any]:
    """Those they proposed, and where they led them or others, with the reason."""
    practices = Practice.objects.filter(proposed_by__in=places)
    moved = Practice.objects.filter(moved_by__in=places)
    return {
        "bonnes_pratiques_proposees": list(
            practices.order_by("proposed_at").values(
                texte=F("text"),
                pourquoi=F("reason"),
                qui=F("who"),
                quand=F("when"),
                comment_on_le_saura=F("how_known"),
                proposee_le=F("proposed_at"),
            )
        ),
        "bonnes_pratiques_menees": list(
            moved.order_by("moved_at").values(
                texte=F("text"),
                etat=F("state"),
                motif=F("moved_words"),
                le=F("moved_at"),
            )
        ),
    }


def _agreed(places: QuerySet[Member]) -> dict[str, Any]:
    """Degrees they wrote down for the others, and what they said of those of others."""
    levels = AgreedLevel.objects.filter(recorded_by__in=places)
    consents = Consent.objects.filter(member__in=places)
    return {
        "degres_proposes": list(
            levels.order_by("recorded_at").values(
                critere=F("criterion"),
                degre=F("level"),
                pourquoi=F("note"),
                en_desaccord=F("disagreement"),
                propose_le=F("recorded_at"),
            )
        ),
        "accords_et_desaccords": list(
            consents.order_by("said_at").values(
                d_accord=F("agrees"), pourquoi=F("words"), dit_le=F("said_at")
            )
        ),
    }


def _written(places: QuerySet[Member], still_open: Open) -> dict[str, Any]:
    """Words that others may have changed since: shown while one may still read them."""
    needs = Need.objects.filter(created_by__in=places)
    texts = Synthesis.objects.filter(written_by__in=places)
    known = Q(pk__in=Need.objects.visible_to(*still_open).values("pk"))
    read = Q(pk__in=Synthesis.objects.visible_to(*still_open).values("pk"))
    return {
        "besoins_exprimes": list(
            needs.order_by("created_at").values(
                chez=F("organisation__name"),
                numero=F("rank"),
                exprime_le=F("created_at"),
                besoin=Case(When(known, then=F("statement")), default=None),
                motif=Case(When(known, then=F("motive")), default=None),
                a_quoi_on_l_acceptera=Case(
                    When(known, then=F("acceptance")), default=None
                ),
            )
        ),
        "syntheses_d_entretiens": list(
            texts.order_by("saved_at").values(
                chez=F("organisation__name"),
                theme_code=F("theme"),
                ecrite_le=F("saved_at"),
                texte=Case(When(read, then=F("text")), default=None),
            )
        ),
    }
