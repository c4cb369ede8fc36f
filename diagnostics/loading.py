"""Content of Navette from its files to the base: a changed text is a new version."""

import hashlib
import tomllib
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from diagnostics.instruments import Header, parse
from diagnostics.models import Instrument, InstrumentVersion

CONTENT = Path(__file__).with_name("content")


def files() -> list[Path]:
    return sorted(CONTENT.rglob("*.toml"))


def load(paths: list[Path] | None = None) -> list[str]:
    """Bring in the files that changed; returns the ids of those that did.

    Nothing is written when any of them is wrong: raises ContentError.
    """
    kept = {
        (row.kind, row.slug): row.current
        for row in Instrument.objects.filter(organisation=None)
        .exclude(current=None)
        .select_related("current")
        .defer("current__content")
        if row.current
    }
    known = {version.digest for version in kept.values()}
    changed = []
    for path in paths or files():
        raw = path.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if digest in known:
            continue
        text = raw.decode("utf-8")
        value = parse(text, path.name)
        header = value.header
        before = kept.get((header.kind, header.id))
        # A comment, or a default written out, says nothing new to who uses it.
        if before is None or before.text != value:
            changed.append((header, tomllib.loads(text), digest))
    with transaction.atomic():
        for header, content, digest in changed:
            _publish(header, content, digest)
    return [header.id for header, _content, _digest in changed]


def _publish(header: Header, content: dict[str, object], digest: str) -> None:
    instrument, _created = Instrument.objects.select_for_update().update_or_create(
        organisation=None,
        kind=header.kind,
        slug=header.id,
        defaults={"title": header.title, "summary": header.summary},
    )
    instrument.current = InstrumentVersion.objects.create(
        instrument=instrument,
        number=instrument.versions.count() + 1,
        content=content,
        digest=digest,
        published_at=timezone.now(),
    )
    instrument.save(update_fields=["current"])
