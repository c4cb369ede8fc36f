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
    known = set(
        Instrument.objects.filter(organisation=None)
        .exclude(current=None)
        .values_list("current__digest", flat=True)
    )
    changed = []
    for path in paths or files():
        raw = path.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if digest not in known:
            text = raw.decode("utf-8")
            changed.append((parse(text, path.name).header, tomllib.loads(text), digest))
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
