"""A diagnostic from its opening to its results, and its repeats."""

from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.actions.asked import settle_all
from diagnostics.enums import (
    ASSESSMENT_MOVES,
    ROUNDS_AFTER,
    AnswerKind,
    AssessmentState,
    InstrumentKind,
    Round,
)
from diagnostics.models import Answer, Assessment, Instrument
from projects import journal, notices
from projects.errors import Refused
from projects.models import Member, Project, System
from projects.seen import refuse_stale

#: Why a title does not change any more.
WORDED = gettext_lazy("Les réponses sont closes : le titre ne change plus.")
#: Why results do not open again; the page says it before anybody asks.
RESTED_ON = gettext_lazy(
    "Des constats, des degrés notés, des pratiques ou un nouveau diagnostic s’appuient "
    "sur ces résultats : refaites un diagnostic plutôt que de les changer."
)


@transaction.atomic
def start(
    project: Project,
    instrument: Instrument,
    *,
    actor: Member,
    title: str,
    about: str,
    room: str,
    system: System | None = None,
) -> Assessment:
    """Open a diagnostic with the version of the grid that is current today.

    `system`: the one of the project that it bears on, None for the whole of it.
    """
    if instrument.kind != InstrumentKind.GRID or instrument.current is None:
        raise Refused(_("Cette grille n’est pas publiée : publiez-la d’abord."))
    if system is not None and not _follows(project, system):
        raise Refused(_("Ce système n’est pas lié à ce dossier."))
    assessment = Assessment.objects.create(
        organisation_id=project.organisation_id,
        project=project,
        system=system,
        version=instrument.current,
        title=title,
        about=about,
        room=room,
        created_by=actor,
    )
    _told_open(assessment, actor)
    return assessment


@transaction.atomic
def repeat(previous: Assessment, *, actor: Member, moment: str) -> Assessment:
    """Fill the same version again on the same thing and in the same room, to compare.

    Raises Refused before the first one shows its results, and once it was repeated:
    the rounds stand in one line, from the first to the last.
    """
    hold(previous)
    if previous.state != AssessmentState.CLOSED:
        raise Refused(_("Montrez d’abord les résultats de ce diagnostic."))
    if (last := Assessment.objects.after(previous)) is not None:
        raise Refused(
            _("Ce diagnostic a déjà été refait, « %(round)s » : partez de celui-là.")
            % {"round": last.get_round_display()}
        )
    if moment not in ROUNDS_AFTER[Round(previous.round)]:
        raise Refused(_("Ce moment est déjà passé : choisissez-en un qui vient après."))
    assessment = Assessment.objects.create(
        organisation_id=previous.organisation_id,
        project=previous.project,
        system_id=previous.system_id,
        version_id=previous.version_id,
        title=previous.title,
        about=previous.about,
        room=previous.room,
        round=Round(moment),
        previous=previous,
        created_by=actor,
    )
    _told_open(assessment, actor)
    return assessment


def _follows(project: Project, system: System) -> bool:
    """Whether the system is tied to the project today, in the same organisation."""
    rows = System.objects.filter(project=project, organisation=project.organisation_id)
    return rows.filter(pk=system.pk).exists()


def _told_open(assessment: Assessment, actor: Member) -> None:
    on = {"system": str(assessment.system)} if assessment.system_id else {}
    _record(assessment, "opened", _("Diagnostic ouvert : %(title)s"), actor, **on)
    _tell(assessment, _("Un diagnostic attend vos réponses : %(title)s"), actor)


@transaction.atomic
def reword(
    assessment: Assessment,
    *,
    actor: Member,
    title: str,
    about: str,
    seen: str | None = None,
) -> Assessment:
    """Say better what is looked at, while answers come in.

    `seen` is the `mark` of what the page showed; raises Stale when it changed since,
    and Refused once results are shown: they were given to that title.
    """
    hold(assessment)
    words = {"title": title, "about": about}
    refuse_stale(assessment, words, seen)
    if assessment.state != AssessmentState.OPEN:
        raise Refused(str(WORDED))
    before = {name: getattr(assessment, name) for name in words}
    if before == words:
        return assessment
    assessment.title, assessment.about = title, about
    assessment.save(update_fields=["title", "about"])
    sentence = _("Titre ou description du diagnostic changés : %(title)s")
    _record(assessment, "reworded", sentence, actor, before=before, after=words)
    return assessment


@transaction.atomic
def cancel(assessment: Assessment, *, actor: Member, reason: str) -> Assessment:
    """Put aside for good what was opened by mistake: a wrong grid, a wrong room.

    Sheets stay with who wrote them, and nobody else will ever read them. What was
    proposed there goes no further, and waits for nobody.
    """
    hold(assessment)
    _move(assessment, AssessmentState.CANCELLED)
    assessment.cancelled_at, assessment.cancel_reason = timezone.now(), reason
    assessment.save(update_fields=["state", "cancelled_at", "cancel_reason"])
    sentence = _("Diagnostic annulé : %(title)s")
    _record(assessment, "cancelled", sentence, actor, reason=reason)
    settle_all(assessment)
    _tell(
        assessment,
        _("Un diagnostic est annulé et n’attend plus vos réponses : %(title)s"),
        actor,
    )
    return assessment


@transaction.atomic
def close(assessment: Assessment, *, actor: Member) -> Assessment:
    """Stop the answers and show the results to everyone in the room at once.

    A sheet that was not handed in stays with who writes it, uncounted and unread.
    """
    hold(assessment)
    _move(assessment, AssessmentState.CLOSED)
    counts = count(assessment)
    if not counts:
        raise Refused(
            _(
                "Aucune feuille n’est remise : il n’y a rien à montrer. Chaque "
                "personne remet d’abord la sienne."
            )
        )
    assessment.counts, assessment.closed_at = counts, timezone.now()
    assessment.save(update_fields=["state", "counts", "closed_at"])
    _record(assessment, "closed", _("Résultats montrés : %(title)s"), actor)
    _tell(
        assessment, _("Les résultats d’un diagnostic sont montrés : %(title)s"), actor
    )
    return assessment


@transaction.atomic
def reopen(assessment: Assessment, *, actor: Member, reason: str) -> Assessment:
    """Let answers in again; the results are hidden until the next closing.

    Raises Refused once something rests on the results: they must stay what they were.
    """
    hold(assessment)
    _move(assessment, AssessmentState.OPEN)
    if Assessment.objects.rested_on().filter(pk=assessment.pk).exists():
        raise Refused(str(RESTED_ON))
    before = assessment.counts
    assessment.counts, assessment.closed_at = {}, None
    assessment.save(update_fields=["state", "counts", "closed_at"])
    _record(
        assessment,
        "reopened",
        _("Réponses rouvertes : %(title)s"),
        actor,
        reason=reason,
        before=before,
    )
    sentence = _("Un diagnostic rouvert attend vos réponses : %(title)s")
    _tell(assessment, sentence, actor)
    return assessment


def count(assessment: Assessment) -> dict[str, dict[str, dict[str, int]]]:
    """Answers handed in, by criterion, party and degree, as `scoring.results` reads."""
    rows = (
        Answer.objects.filter(respondent__assessment=assessment)
        .handed_in()
        .values_list("criterion", "respondent__party", "kind", "level")
        .annotate(number=Count("pk"))
        .order_by("criterion", "respondent__party", "kind", "level")
    )
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for criterion, party, kind, level, number in rows:
        key = str(level) if kind == AnswerKind.LEVEL else kind
        counts.setdefault(criterion, {}).setdefault(party, {})[key] = number
    return counts


def hold(assessment: Assessment) -> None:
    """Hold the row until the end of the transaction, and read it again."""
    assessment.refresh_from_db(
        from_queryset=Assessment.objects.select_for_update(of=("self",))
        .select_related("project", "version__instrument")
        .defer("version__content")
    )


def _move(assessment: Assessment, to: AssessmentState) -> None:
    here = AssessmentState(assessment.state)
    if to not in ASSESSMENT_MOVES[here]:
        raise Refused(
            _("Le diagnostic est à l’état « %(state)s » : cela n’est pas possible.")
            % {"state": here.label}
        )
    assessment.state = to


def _record(
    assessment: Assessment, verb: str, sentence: str, actor: Member, **data: Any
) -> None:
    journal.record(
        assessment.project,
        f"assessment.{verb}",
        sentence % {"title": assessment.title},
        actor=actor,
        target=assessment,
        room=assessment.room,
        **data,
    )


def _tell(assessment: Assessment, sentence: str, actor: Member) -> None:
    notices.tell(
        assessment.project,
        notices.audience(assessment.project, assessment.room),
        sentence % {"title": assessment.title},
        assessment.get_absolute_url(),
        actor=actor,
    )
