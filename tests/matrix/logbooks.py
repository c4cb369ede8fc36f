"""A shared logbook with a need, a followed path and a guide to read."""

from typing import Any

from diagnostics.actions import paths
from tests.diagnostics.books import (
    follow,
    make_book,
    make_guide,
    make_logbook,
    make_need,
)
from tests.factories import World


def logbook_rows(world: World) -> dict[str, Any]:
    mark = world.project.pk.hex[:8]
    make_book(f"conseils-{mark}")
    logbook = make_logbook(world.project, world.secretary)
    path = follow(world.project, world.secretary, slug=f"parcours-{mark}")
    # Nothing comes before its first stage, and its page offers no way back.
    paths.move_on(path, actor=world.secretary, ticked=[0, 1], note="Vu.")
    return {
        "path_id": path.pk,
        "need_id": make_need(logbook, world.secretary).pk,
        "advice_code": "C1",
        "guide_slug": make_guide(f"reperes-{mark}").slug,
    }
