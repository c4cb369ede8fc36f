"""A grid of Clientis's own: copied, shortened, shared, and being written again."""

from agreements.demo.stage import Stage
from diagnostics import drafts
from diagnostics.actions import drafts as editing
from diagnostics.actions import instruments
from diagnostics.enums import InstrumentKind
from diagnostics.library import of_navette
from diagnostics.models import Instrument
from projects.models import Member
from projects.seen import mark

#: What the calls of the first file do not need.
LEFT_OUT = ("D5", "D4")


def play(stage: Stage, elected: Member) -> None:
    source = of_navette(InstrumentKind.GRID).filter(slug="isidor").first()
    if source is None or source.current is None:
        return
    with stage.at(6, 14):
        grid = instruments.copy(source.current, actor=elected)
        _shorten(grid, elected)
        instruments.publish(grid, actor=elected)
        instruments.share(grid, actor=elected, shared=True)
    with stage.at(2, 17):
        instruments.revise(grid, actor=elected)
        editing.add_criterion(
            grid,
            "D1",
            actor=elected,
            title="Place des équipes du soir",
            question="Quand les équipes du soir sont-elles entendues ?",
        )


def _shorten(grid: Instrument, elected: Member) -> None:
    values = grid.versions.get(published_at=None).content
    seen = mark(values, drafts.HEADER)
    editing.save_header(
        grid,
        actor=elected,
        seen=seen,
        title="ISIDOR, version courte pour les plateaux",
        summary="Trois dimensions d’ISIDOR, dix-huit critères : ce que les équipes des "
        "plateaux peuvent dire de l’outil en une heure.",
        minutes=60,
    )
    for code in LEFT_OUT:
        part = drafts.dimension_of(values, code)
        assert part is not None
        seen = mark(part, (*drafts.DIMENSION, "criterion"))
        editing.remove_dimension(grid, code, actor=elected, seen=seen)
