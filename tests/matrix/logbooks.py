"""A shared logbook with a need, a followed path and a guide to read."""

from typing import Any

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
    follow(world.project, world.secretary, slug=f"parcours-{mark}")
    return {
        "need_id": make_need(logbook, world.secretary).pk,
        "advice_code": "C1",
        "guide_slug": make_guide(f"reperes-{mark}").slug,
    }
