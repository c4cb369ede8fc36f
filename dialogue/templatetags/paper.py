"""What the templates of a PDF need to read frozen content: its dates are text."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils.safestring import SafeString

from projects.timeline import Moment, timeline_svg

register = template.Library()


@register.filter
def iso(value: str | None) -> date | None:
    """The date of an ISO string, for `|day`."""
    return date.fromisoformat(value) if value else None


@register.filter
def iso_time(value: str | None) -> time | None:
    """The hour of an ISO string, for `|clock`."""
    return time.fromisoformat(value) if value else None


@register.simple_tag
def drawing(moments: Iterable[dict[str, Any]], made_for: datetime) -> SafeString:
    """The chronology as it stood when the document was asked for."""
    run = [
        Moment(date.fromisoformat(row["day"]), row["label"], row["kind"])
        for row in moments
    ]
    return timeline_svg(run, made_for.date())
