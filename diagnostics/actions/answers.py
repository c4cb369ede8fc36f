"""Answering: one sheet per person or per group, one row per criterion."""

from dataclasses import dataclass, fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.actions.assessments import hold
from diagnostics.enums import AnswerKind, AssessmentState, Party
from diagnostics.instruments.grids import Scale
from diagnostics.models import Answer, Assessment, Respondent
from diagnostics.permissions import own_parties, parties_for
from projects import journal
from projects.errors import Refused
from projects.models import Document, Member
from projects.seen import refuse_stale


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one criterion; `level` only with AnswerKind.LEVEL."""

    kind: AnswerKind
    level: int | None = None
    trust: int | None = None
    verbatim: str = ""
    evidence: str = ""
    document: Document | None = None
    private: bool = False


SAID = tuple(field.name for field in fields(Said))


@transaction.atomic
def join(assessment: Assessment, *, actor: Member, party: str) -> Respondent:
    """One's own sheet for one party; the same one when it already exists."""
    _check_open(assessment, party, own_parties(actor))
    respondent, created = Respondent.objects.get_or_create(
        assessment=assessment, held_by=actor, party=party, group=False
    )
    if created:
        _record(
            respondent,
            "joined",
            _("Répond au diagnostic « %(title)s » : %(who)s"),
            actor,
        )
    return respondent


@transaction.atomic
def add_group(
    assessment: Assessment, *, actor: Member, party: str, label: str, people: int
) -> Respondent:
    """A sheet for a group that answers together; `actor` holds the pen."""
    _check_open(assessment, party, parties_for(actor))
    respondent = Respondent.objects.create(
        assessment=assessment,
        held_by=actor,
        party=party,
        group=True,
        label=label,
        people=people,
    )
    _record(
        respondent,
        "joined",
        _("Groupe ajouté au diagnostic « %(title)s » : %(who)s"),
        actor,
    )
    return respondent


@transaction.atomic
def save(
    respondent: Respondent,
    criterion: str,
    said: Said,
    *,
    actor: Member,
    seen: str | None = None,
) -> Answer:
    """Keep what is said of one criterion, in place of what was said before.

    Gives back the answer as it is kept now, without its key.
    Raises Refused once results are shown, or for a degree that the scale has not; for a
    group, Stale when what `seen` marks changed since: a side shares that pen. One's own
    sheet takes what comes last.
    Not journalled line by line: a sheet is a draft until it is handed in (`finish`).
    """
    _hold_open(respondent)
    grid = respondent.assessment.grid
    if criterion not in grid.by_code:
        raise Refused(_("Ce critère n’est pas dans la grille."))
    levels = {level.value for level in grid.scale.levels}
    if (said.kind == AnswerKind.LEVEL) != (said.level in levels):
        raise Refused(_("Ce degré n’est pas dans l’échelle de la grille."))
    given = {name: getattr(said, name) for name in SAID}
    if respondent.group:
        known = Answer.objects.filter(respondent=respondent, criterion=criterion)
        now = known.first()
        words = dict.fromkeys(("kind", "level"), _degree(grid.scale, now))
        refuse_stale(now, given, seen, words, {"kind": AnswerKind.DRAFT})
    if said.kind == AnswerKind.DRAFT:
        _check_draft(respondent, criterion, said)
    kept = given | {"side": actor.side, "saved_at": timezone.now()}
    # The diagnostic is held: nobody else writes the row between the two.
    if not respondent.answers.filter(criterion=criterion).update(**kept):
        Answer.objects.create(respondent=respondent, criterion=criterion, **kept)
    return Answer(respondent=respondent, criterion=criterion, **kept)


def _check_draft(respondent: Respondent, criterion: str, said: Said) -> None:
    """Words may wait for a degree; they never take one back, nor is nothing kept."""
    known = respondent.answers.filter(criterion=criterion).first()
    if known is not None and known.kind != AnswerKind.DRAFT:
        raise Refused(
            _("Un degré est déjà choisi ici : choisissez-le de nouveau pour continuer.")
        )
    if known is None and not (said.verbatim or said.evidence or said.document):
        raise Refused(_("Choisissez un degré, « ne sait pas » ou « sans objet »."))


def _degree(scale: Scale, answer: Answer | None) -> str:
    if answer is None or answer.level is None:
        return str(answer.get_kind_display()) if answer else ""
    return scale.label(answer.level)


@transaction.atomic
def finish(respondent: Respondent, *, actor: Member) -> None:
    """Say that a sheet is complete; it may still change until results are shown."""
    _hold_open(respondent)
    if not respondent.answers.given().exists():
        raise Refused(_("Répondez d’abord à un critère au moins."))
    if respondent.done_at is not None:
        return
    respondent.done_at = timezone.now()
    respondent.save(update_fields=["done_at"])
    _record(
        respondent, "answered", _("Réponses remises à « %(title)s » : %(who)s"), actor
    )


def _hold_open(respondent: Respondent) -> None:
    """Hold the diagnostic and read its state, which is all that answering needs."""
    held = Assessment.objects.select_for_update().filter(pk=respondent.assessment_id)
    state = held.values_list("state", flat=True).get()
    _refuse_cancelled(state)
    if state != AssessmentState.OPEN:
        raise Refused(_("Les résultats sont montrés : les réponses ne changent plus."))


def _refuse_cancelled(state: str) -> None:
    if state == AssessmentState.CANCELLED:
        raise Refused(_("Ce diagnostic est annulé : les réponses ne changent plus."))


def _check_open(assessment: Assessment, party: str, allowed: frozenset[Party]) -> None:
    hold(assessment)
    _refuse_cancelled(assessment.state)
    if assessment.state != AssessmentState.OPEN:
        raise Refused(_("Les résultats sont montrés : les réponses sont closes."))
    if Party(party) not in allowed:
        raise Refused(_("Vous ne pouvez pas répondre pour cette partie."))


def _record(respondent: Respondent, verb: str, sentence: str, actor: Member) -> None:
    assessment = respondent.assessment
    journal.record(
        assessment.project,
        f"assessment.{verb}",
        sentence % {"title": assessment.title, "who": respondent},
        actor=actor,
        target=assessment,
        room=assessment.room,
        party=respondent.party,
        people=respondent.people,
    )
