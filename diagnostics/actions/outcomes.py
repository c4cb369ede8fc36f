"""What people make of results: agreed degrees, findings, good practices."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics import proposals
from diagnostics.actions.asked import (
    tell_of_levels,
    tell_of_move,
    tell_of_practices,
)
from diagnostics.actions.assessments import hold
from diagnostics.actions.consents import PROPOSED, agree_to_practice
from diagnostics.consents import may_lead, needs_reason
from diagnostics.enums import PRACTICE_MOVES, AssessmentState, PracticeState
from diagnostics.instruments.grids import Scale
from diagnostics.models import AgreedLevel, Assessment, Finding, Practice
from projects import items, journal
from projects.enums import ItemKind, Room
from projects.errors import Refused
from projects.models import Member
from projects.seen import refuse_stale

#: Of practices once their diagnostic is cancelled; the pages say it too.
STOPPED = gettext_lazy(
    "Ce diagnostic est annulé : ses bonnes pratiques restent ce qu’elles sont."
)


@transaction.atomic
def agree(
    assessment: Assessment,
    criterion: str,
    *,
    actor: Member,
    level: int | None,
    note: str,
    disagreement: str,
    agreed_on: date,
    seen: str | None = None,
) -> AgreedLevel:
    """Write down a degree for the others to agree to, and who does not agree.

    Nothing computes it, and nobody agrees for another side (`consents.say_of_level`).
    Written otherwise, every side is asked again; the earlier one stays in the journal
    with what was said of it. The same words sent twice ask nobody. Raises Stale when
    what `seen` marks changed since.
    """
    _hold_shown(assessment, criterion)
    scale = assessment.grid.scale
    _check_level(scale, level, disagreement)
    known = AgreedLevel.objects.filter(assessment=assessment, criterion=criterion)
    before = list(known.values_list("level", "note", "disagreement"))
    given = dict(zip(PROPOSED, (level, note, disagreement, agreed_on), strict=True))
    now = known.first()
    refuse_stale(now, given, seen, {"level": _degree(scale, now)})
    if now is not None and given == {name: getattr(now, name) for name in PROPOSED}:
        return now
    said = _said_in_file(now)
    mine = {"recorded_by": actor, "recorded_at": timezone.now(), "from_file": {}}
    agreed, _created = AgreedLevel.objects.update_or_create(
        assessment=assessment, criterion=criterion, defaults=given | mine
    )
    said += agreed.consents.values_list("side", "agrees", "words")
    agreed.consents.all().delete()
    _record_agreed(agreed, actor, before, said)
    tell_of_levels(assessment, proposed_by=actor.side)
    return agreed


def _check_level(scale: Scale, level: int | None, disagreement: str) -> None:
    if level is not None and level not in {one.value for one in scale.levels}:
        raise Refused(_("Ce degré n’est pas dans l’échelle de la grille."))
    if level is None and not disagreement:
        raise Refused(_("Notez un degré convenu, ou le désaccord qui demeure."))


def _said_in_file(agreed: AgreedLevel | None) -> list[Any]:
    """What the sides of another place said of it: it goes with the degree."""
    if agreed is None or not agreed.from_file:
        return []
    past = proposals.read(agreed.from_file)
    return [(one.side.value, one.agrees, one.words) for one in past.said]


def _degree(scale: Scale, agreed: AgreedLevel | None) -> str:
    level = agreed.level if agreed else None
    return _("pas de degré commun") if level is None else scale.label(level)


def _record_agreed(
    agreed: AgreedLevel, actor: Member, before: list[Any], said: list[Any]
) -> None:
    assessment = agreed.assessment
    sentence = (
        _("Critère %(code)s, désaccord noté : %(title)s")
        if agreed.level is None
        else _("Critère %(code)s, degré proposé : %(title)s")
    )
    journal.record(
        assessment.project,
        "assessment.agreed",
        sentence % {"code": agreed.criterion, "title": assessment.title},
        actor=actor,
        target=assessment,
        room=assessment.room,
        criterion=agreed.criterion,
        before=before,
        said_before=said,
        after=[agreed.level, agreed.note, agreed.disagreement],
        degrees={
            str(level): assessment.grid.scale.label(level)
            for level in (agreed.level, *(one[0] for one in before))
            if level is not None
        },
    )


@transaction.atomic
def note_finding(
    assessment: Assessment, criterion: str, *, actor: Member, text: str
) -> Finding:
    """Number a finding (C-n) in the caucus: the thread begins here.

    The same one when that text was already noted on that criterion.
    """
    _hold_shown(assessment, criterion)
    known = assessment.findings.filter(criterion=criterion, text=text).first()
    if known is not None:
        return known
    item = items.create(
        assessment.project,
        ItemKind.FINDING,
        text,
        actor=actor,
        room=Room.CAUCUS,
        state=str(_("noté")),
    )
    item.url = reverse("diagnostics:finding", args=[item.project_id, item.pk])
    item.save(update_fields=["url"])
    finding = Finding.objects.create(
        item=item,
        organisation_id=item.organisation_id,
        project=assessment.project,
        assessment=assessment,
        criterion=criterion,
        text=text,
        author=actor,
    )
    journal.record(
        assessment.project,
        "finding.noted",
        _("Constat %(number)s noté") % {"number": item.number},
        actor=actor,
        target=item,
    )
    return finding


@transaction.atomic
def share_finding(finding: Finding, *, actor: Member) -> None:
    """Let both sides read a finding; there is no way back."""
    item = finding.item
    items.lock_project(finding.project)
    item.refresh_from_db(fields=["room"])
    if item.room == Room.SHARED:
        return
    items.share(item)
    journal.record(
        finding.project,
        "finding.shared",
        _("Constat %(number)s partagé") % {"number": item.number},
        actor=actor,
        target=item,
        room=Room.SHARED,
    )


@transaction.atomic
def propose_practice(
    assessment: Assessment, *, actor: Member, criterion: str, **words: str
) -> Practice:
    """Add a line to the reference; `words` are text, reason, who, when, how_known."""
    _hold_kept(assessment)
    practice = Practice.objects.create(
        organisation_id=assessment.organisation_id,
        project=assessment.project,
        assessment=assessment,
        criterion=criterion,
        room=assessment.room,
        proposed_by=actor,
        **words,
    )
    _told(practice, "proposed", _("Bonne pratique proposée"), actor)
    tell_of_practices(assessment, proposed_by=actor.side)
    return practice


@transaction.atomic
def move_practice(
    practice: Practice, *, actor: Member, to: str, words: str = ""
) -> None:
    """Agreed, applied, given up or proposed again; `words` say why it is given up.

    The table of moves refuses a late page; nothing written is replaced here. Who said
    what stays, until it is proposed again.
    """
    _hold_kept(practice.assessment)
    practice.refresh_from_db(
        from_queryset=Practice.objects.select_for_update(of=("self",)).select_related(
            "proposed_by"
        )
    )
    here, there = PracticeState(practice.state), PracticeState(to)
    _check_move(practice, there, actor, words)
    of_others = here != PracticeState.PROPOSED or (
        practice.proposed_by.side != actor.side
    )
    if there == PracticeState.PROPOSED:
        # Who proposes again is who proposes: the other side has to agree once more.
        practice.consents.all().delete()
        practice.proposed_by, practice.proposed_at = actor, timezone.now()
    if (here, there) == (PracticeState.PROPOSED, PracticeState.AGREED) and not (
        agree_to_practice(practice, actor=actor)
    ):
        sentence = _("Bonne pratique acceptée par une partie, en attente de l’autre")
        _told(practice, "accepted", sentence, actor, words)
        tell_of_practices(practice.assessment)
        return
    _settle(practice, there, actor, words)
    again = there == PracticeState.PROPOSED
    tell_of_practices(practice.assessment, proposed_by=actor.side if again else "")
    if of_others:
        tell_of_move(practice, here, actor=actor)


def _settle(
    practice: Practice, there: PracticeState, actor: Member, words: str
) -> None:
    practice.state, practice.moved_at = there, timezone.now()
    practice.moved_by, practice.moved_words = actor, words
    practice.save(
        update_fields=[
            *("state", "moved_at", "moved_by", "moved_words"),
            *("proposed_by", "proposed_at"),
        ]
    )
    sentence = _("Bonne pratique, maintenant %(state)s") % {"state": there.label}
    _told(practice, "moved", sentence, actor, words)


def _check_move(
    practice: Practice, there: PracticeState, actor: Member, words: str
) -> None:
    here = PracticeState(practice.state)
    if there not in PRACTICE_MOVES[here]:
        raise Refused(
            _("Cette pratique est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    if not may_lead(practice, actor.side):
        raise Refused(
            _("La délégation et la direction décident de la suite d’une pratique.")
        )
    if there == PracticeState.DROPPED and needs_reason(practice) and not words:
        raise Refused(_("Dites pourquoi : cette pratique était convenue."))


def _told(
    practice: Practice, verb: str, sentence: str, actor: Member, words: str = ""
) -> None:
    journal.record(
        practice.project,
        f"practice.{verb}",
        sentence,
        actor=actor,
        target=practice,
        room=practice.room,
        state=practice.state,
        side=actor.side,
        words=words,
        practice=practice.text,
    )


def _hold_kept(assessment: Assessment) -> None:
    hold(assessment)
    if assessment.state == AssessmentState.CANCELLED:
        raise Refused(str(STOPPED))


def _hold_shown(assessment: Assessment, criterion: str) -> None:
    hold(assessment)
    if assessment.state != AssessmentState.CLOSED:
        raise Refused(_("Montrez d’abord les résultats du diagnostic."))
    if criterion not in assessment.grid.by_code:
        raise Refused(_("Ce critère n’est pas dans la grille."))
