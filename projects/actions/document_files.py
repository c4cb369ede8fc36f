"""The bytes of documents: stored before the row is real, removed when it is not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from projects.models import DocumentOpening, DocumentVersion, Member, Project
from projects.uploads.names import stored_name

DIRECTORY = "documents"
#: An upload still running is never that old: the file is nobody's.
ORPHAN_AGE = timedelta(hours=24)
LISTED_AT_ONCE = 500

logger = logging.getLogger(__name__)


@contextmanager
def stored(file: UploadedFile[Any]) -> Iterator[str]:
    """Keep `file` in the store and give its name; remove it if the block fails.

    The transaction of the act is inside the block: a page sees the row only once the
    file is there, and a process killed in between leaves a file without a row, which
    `purge_orphans` removes (UP-08).
    """
    name = default_storage.save(f"{DIRECTORY}/{stored_name()}", file)
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def used_today(project: Project) -> int:
    """Bytes the project received since midnight. The caller holds its lock."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    received = DocumentVersion.objects.filter(
        document__project=project, filed_at__gte=midnight
    )
    total: int | None = received.aggregate(total=Sum("size"))["total"]
    return total or 0


@transaction.atomic
def record_opening(version: DocumentVersion, *, actor: Member) -> DocumentOpening:
    """Write who opened which version, and when (feature D5)."""
    return DocumentOpening.objects.create(version=version, member=actor)


def purge_orphans(now: datetime | None = None) -> int:
    """Remove stored files older than 24 hours that no version names; how many."""
    limit = (now or timezone.now()) - ORPHAN_AGE
    if not default_storage.exists(DIRECTORY):
        return 0
    _folders, files = default_storage.listdir(DIRECTORY)
    names = [f"{DIRECTORY}/{file}" for file in sorted(files)]
    removed = 0
    for start in range(0, len(names), LISTED_AT_ONCE):
        some = names[start : start + LISTED_AT_ONCE]
        kept = set(
            DocumentVersion.objects.filter(stored_name__in=some).values_list(
                "stored_name", flat=True
            )
        )
        for name in some:
            if name not in kept and default_storage.get_modified_time(name) < limit:
                default_storage.delete(name)
                removed += 1
    if removed:
        logger.warning("Removed %s stored files without a document", removed)
    return removed
