"""What comes out of interviews, theme by theme, written by people."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.models import (
    InstrumentVersion,
    InterviewNote,
    Synthesis,
    ThemeObservation,
)
from projects import items, journal, notices
from projects.enums import ItemKind, Room
from projects.errors import Conflict, Refused
from projects.models import Member, Project
from projects.seen import mark_of


@transaction.atomic
def write(
    project: Project,
    version: InstrumentVersion,
    theme: str,
    *,
    actor: Member,
    text: str,
    seen: str,
) -> Synthesis:
    """Write what comes out of a theme; `seen` is the text one started from.

    Raises Refused when somebody wrote in between, or once it is shared.
    """
    items.lock_project(project)
    synthesis = _of_theme(project, version, theme)
    if synthesis.room == Room.SHARED:
        raise Refused(_("Cette synthèse est partagée : elle ne change plus."))
    if stamp(synthesis.text) != seen:
        raise Refused(
            _(
                "Une autre personne a écrit ici entre-temps. Son texte est au-dessus : "
                "reprenez-le dans le vôtre, puis enregistrez."
            )
        )
    before, synthesis.text = synthesis.text, text
    synthesis.heard = heard(project, version, theme, synthesis)
    synthesis.written_by, synthesis.saved_at = actor, timezone.now()
    synthesis.save()
    journal.record(
        project,
        "synthesis.written",
        _("Synthèse d’entretiens écrite : %(theme)s") % {"theme": synthesis.title},
        actor=actor,
        target=synthesis,
        before=before,
        after=text,
    )
    return synthesis


def _of_theme(project: Project, version: InstrumentVersion, theme: str) -> Synthesis:
    """The text of a theme, or a new one not saved yet. Under the project's lock."""
    place = {"project": project, "version": version, "theme": theme}
    known = Synthesis.objects.filter(**place).first()
    return known or Synthesis(organisation_id=project.organisation_id, **place)


def heard(
    project: Project,
    version: InstrumentVersion,
    theme: str,
    synthesis: Synthesis | None,
) -> int:
    """Interviews that were noted on the theme; once erased, as when it was written."""
    noted = InterviewNote.objects.count_heard(project, version, theme)
    return noted or (synthesis and synthesis.heard) or 0


def stamp(text: str) -> str:
    """A short mark of a text, to know whether it is still the same."""
    return mark_of(text) if text else ""


@transaction.atomic
def share(synthesis: Synthesis, *, actor: Member, seen: str) -> None:
    """Let both sides read the text; there is no way back.

    `seen` is the `stamp` of the text that the person read; raises Conflict when another
    one took its place since.
    """
    items.lock_project(synthesis.project)
    synthesis.refresh_from_db(fields=["room", "text"])
    if synthesis.room == Room.SHARED:
        return
    if seen != stamp(synthesis.text):
        raise Conflict(
            _("Ce texte a changé depuis : relisez ce que la direction lira."),
            stamp(synthesis.text),
        )
    synthesis.room = Room.SHARED
    synthesis.save(update_fields=["room"])
    journal.record(
        synthesis.project,
        "synthesis.shared",
        _("Synthèse d’entretiens partagée : %(theme)s") % {"theme": synthesis.title},
        actor=actor,
        target=synthesis,
        room=Room.SHARED,
    )
    project = synthesis.project
    notices.tell(
        project,
        notices.across(project, Room.SHARED, actor),
        _("Une synthèse d’entretiens est partagée : %(theme)s")
        % {"theme": synthesis.title},
        reverse("diagnostics:syntheses", args=[project.pk]),
        actor=actor,
    )


@transaction.atomic
def observe(synthesis: Synthesis, *, actor: Member) -> ThemeObservation:
    """Number an observation (O-n) in the caucus: the thread begins here.

    The same one when that text was already noted.
    """
    items.lock_project(synthesis.project)
    synthesis.refresh_from_db(fields=["text"])
    known = synthesis.observations.filter(text=synthesis.text).first()
    if known is not None:
        return known
    item = items.create(
        synthesis.project,
        ItemKind.OBSERVATION,
        synthesis.text,
        actor=actor,
        room=Room.CAUCUS,
        state=str(_("notée")),
    )
    item.url = reverse("diagnostics:observation", args=[item.project_id, item.pk])
    item.save(update_fields=["url"])
    observation = ThemeObservation.objects.create(
        item=item,
        organisation_id=item.organisation_id,
        project=synthesis.project,
        synthesis=synthesis,
        text=synthesis.text,
        author=actor,
    )
    journal.record(
        synthesis.project,
        "observation.noted",
        _("Observation %(number)s notée") % {"number": item.number},
        actor=actor,
        target=item,
    )
    return observation
