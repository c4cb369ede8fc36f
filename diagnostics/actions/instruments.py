"""An organisation's own grids: copied or brought in, published, shared."""

import re
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from diagnostics.drafts import check, owned
from diagnostics.enums import InstrumentKind
from diagnostics.models import Instrument, InstrumentVersion
from projects import journal
from projects.errors import Refused
from projects.models import Member

LONGEST_TITLE = 160
#: Of an id, which may be 40 long: room is left for a number.
LONGEST_ID = 36


@transaction.atomic
def copy(version: InstrumentVersion, *, actor: Member) -> Instrument:
    """A draft of the member's own; the origin says what became of the method."""
    if version.instrument.kind != InstrumentKind.GRID or version.published_at is None:
        raise Refused(_("Seule une version publiée d’une grille se copie."))
    house = actor.organisation.name
    note = _("Copiée et changée par %(house)s, sans les auteur·es de la méthode.")
    content = owned(version.content, house, note % {"house": house})
    suffix = _(" (copie)")
    content["title"] = content["title"][: LONGEST_TITLE - len(suffix)] + suffix
    content["id"] = _own_id(content["title"], actor.organisation_id)
    instrument = _create(content, actor, copied_from=version)
    _record(instrument, "copied", _("Grille copiée : %(title)s"), actor)
    return instrument


def _own_id(
    title: str, organisation_id: UUID, besides: Instrument | None = None
) -> str:
    """From its title, and of no other grid here: its files bear it."""
    known = Instrument.objects.filter(
        Q(organisation=organisation_id) | Q(organisation=None)
    )
    if besides is not None:
        known = known.exclude(pk=besides.pk)
    taken = set(known.values_list("slug", flat=True))
    stem = re.sub("[-_]+", "-", slugify(title)).strip("-") or "grille"
    if len(stem) > LONGEST_ID:
        # Between two words, where there is room for one at least.
        stem = stem[: LONGEST_ID + 1].rpartition("-")[0] or stem[:LONGEST_ID]
    names = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(name for name in names if name not in taken)


@transaction.atomic
def bring_in(values: dict[str, Any], *, actor: Member) -> Instrument:
    """A draft of the member's own from a file that `exchange.values_of` has read."""
    house = actor.organisation.name
    note = _("Reprise d’un fichier par %(house)s, sans les auteur·es de la méthode.")
    content = owned(values, house, note % {"house": house})
    instrument = _create(content, actor)
    _record(instrument, "imported", _("Grille reprise d’un fichier : %(title)s"), actor)
    return instrument


def keep_as_it_is(content: dict[str, Any], *, actor: Member) -> InstrumentVersion:
    """Publish at once, as one's own, the grid that an imported diagnostic used.

    Raises Refused for a guest: the library is not theirs, nobody could open it.
    Must run inside the transaction of the import.
    """
    if actor.project_id is not None:
        raise Refused(
            _(
                "La grille de ce fichier n’est pas de Navette : une personne de "
                "l’organisation peut reprendre le fichier, pas une personne invitée."
            )
        )
    instrument = _create(content, actor)
    version = instrument.versions.get()
    version.published_at, version.published_by = timezone.now(), actor
    version.save(update_fields=["published_at", "published_by"])
    instrument.current = version
    instrument.save(update_fields=["current"])
    sentence = _("Grille publiée telle qu’un diagnostic repris l’apporte : %(title)s")
    _record(instrument, "imported", sentence, actor, number=version.number)
    return version


def _create(content: dict[str, Any], actor: Member, **fields: Any) -> Instrument:
    instrument = Instrument.objects.create(
        organisation=actor.organisation,
        slug=content["id"],
        kind=InstrumentKind.GRID,
        title=content["title"].strip(),
        summary=content["summary"].strip(),
        created_by=actor,
        **fields,
    )
    InstrumentVersion.objects.create(instrument=instrument, number=1, content=content)
    return instrument


@transaction.atomic
def revise(instrument: Instrument, *, actor: Member) -> InstrumentVersion:
    """A draft that starts from the current version; the one there is, if any."""
    hold(instrument)
    draft = instrument.versions.filter(published_at=None).first()
    if draft is not None:
        return draft
    assert instrument.current is not None
    last = instrument.versions.aggregate(last=Max("number"))["last"]
    draft = InstrumentVersion.objects.create(
        instrument=instrument, number=last + 1, content=instrument.current.content
    )
    _record(instrument, "revised", _("Nouveau brouillon de grille : %(title)s"), actor)
    return draft


@transaction.atomic
def publish(instrument: Instrument, *, actor: Member) -> InstrumentVersion:
    """Freeze the draft; diagnostics already open keep the version they took.

    Raises Refused while something is missing.
    """
    hold(instrument)
    draft = held_draft(instrument)
    found = check(draft.content)
    if found.grid is None or found.faults:
        raise Refused(_("Il manque encore quelque chose : la liste le dit."))
    if instrument.copied_from_id is not None and instrument.current is None:
        _name_after_title(instrument, draft)
    draft.published_at, draft.published_by = timezone.now(), actor
    draft.save(update_fields=["content", "published_at", "published_by"])
    instrument.current = draft
    instrument.title = draft.content["title"].strip()
    instrument.summary = draft.content["summary"].strip()
    instrument.save(update_fields=["current", "slug", "title", "summary"])
    sentence = _("Grille publiée, version %(number)d : %(title)s")
    _record(instrument, "published", sentence, actor, number=draft.number)
    return draft


def _name_after_title(instrument: Instrument, draft: InstrumentVersion) -> None:
    """A copy is renamed before it is first published; afterwards its id stays."""
    title = draft.content["title"]
    assert instrument.organisation_id is not None
    instrument.slug = _own_id(title, instrument.organisation_id, instrument)
    draft.content = {**draft.content, "id": instrument.slug}


@transaction.atomic
def discard(instrument: Instrument, *, actor: Member) -> bool:
    """Throw the draft away; True when the grid goes with it, never published."""
    hold(instrument)
    draft = held_draft(instrument)
    _record(instrument, "discarded", _("Brouillon abandonné : %(title)s"), actor)
    draft.delete()
    if instrument.current is not None:
        return False
    instrument.delete()
    return True


@transaction.atomic
def share(instrument: Instrument, *, actor: Member, shared: bool) -> None:
    """Let the members of the organisation use it, or stop letting them.

    Raises Refused before a first version: others have nothing to read yet.
    """
    hold(instrument)
    if shared and instrument.current is None:
        raise Refused(_("Publiez d’abord une version : il n’y a encore rien à lire."))
    if instrument.shared == shared:
        return
    instrument.shared = shared
    instrument.save(update_fields=["shared"])
    if shared:
        _record(instrument, "shared", _("Grille partagée : %(title)s"), actor)
    else:
        _record(instrument, "unshared", _("Partage arrêté : %(title)s"), actor)


def hold(instrument: Instrument) -> None:
    """Hold the row until the end of the transaction, and read it again.

    Raises Refused when somebody threw it away since the page was read.
    """
    rows = Instrument.objects.select_for_update(of=("self",))
    try:
        instrument.refresh_from_db(
            from_queryset=rows.select_related("organisation", "current")
        )
    except Instrument.DoesNotExist:
        raise Refused(_("Cette grille n’existe plus.")) from None


def held_draft(instrument: Instrument) -> InstrumentVersion:
    drafts = instrument.versions.select_for_update().filter(published_at=None)
    draft = drafts.first()
    if draft is None:
        raise Refused(_("Ce brouillon n’existe plus : il a été publié ou abandonné."))
    return draft


def _record(
    instrument: Instrument, verb: str, sentence: str, actor: Member, **data: Any
) -> None:
    assert instrument.organisation is not None
    journal.record(
        instrument.organisation,
        f"instrument.{verb}",
        sentence % {"title": instrument.title, **data},
        actor=actor,
        target=instrument,
        **data,
    )
