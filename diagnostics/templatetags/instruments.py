"""Drawings of a diagnostic in its PDF, made again from what was frozen; its tables."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString

from diagnostics.drawings import legend_mark, radar_svg
from diagnostics.drawings_gaps import gaps_svg
from diagnostics.drawings_rounds import Panel, evolution_panels
from diagnostics.enums import Party
from diagnostics.instruments.grids import Grid
from diagnostics.models import InstrumentVersion
from diagnostics.reading import waves_of
from diagnostics.scoring import Results, results
from projects.french import french
from projects.markup import fill_each

register = template.Library()


@register.simple_tag
def grid_of(version: str) -> Grid:
    return InstrumentVersion.objects.defer("content").get(pk=version).grid


@register.simple_tag
def results_in(version: str, counts: dict[str, Any]) -> Results:
    return results(grid_of(version), counts)


@register.simple_tag
def radar(found: Results) -> SafeString:
    return radar_svg(found)


@register.simple_tag
def gaps(found: Results) -> SafeString:
    return gaps_svg(found.gaps[:12], found.grid.scale)


@register.simple_tag
def panels(found: Results, rounds: list[dict[str, Any]]) -> list[Panel]:
    return evolution_panels(waves_of(found.grid, rounds))


@register.filter
def table_cells(texts: Iterable[str], labels: tuple[str, ...] = ()) -> SafeString:
    """A cell per text, with its label where the table stacks on a phone.

    A table of every criterion has hundreds of them, few differ.
    """
    return _cells(tuple(texts), labels)


@lru_cache(maxsize=1024)
def _cells(texts: tuple[str, ...], labels: tuple[str, ...]) -> SafeString:
    if labels:
        rows = (
            (label, french(text)) for label, text in zip(labels, texts, strict=True)
        )
        return fill_each('<td data-label="{}">{}</td>', rows)
    return fill_each("<td>{}</td>", ((french(text),) for text in texts))


@register.simple_tag
def every_party() -> list[str]:
    return [str(party.label) for party in Party]


@register.simple_tag
def legend(found: Results, names: list[str]) -> list[dict[str, Any]]:
    return [
        {"mark": legend_mark(party), "label": name}
        for party, name in zip(found.parties, names, strict=True)
    ]
