"""What there is to read beside an instrument."""

from uuid import UUID

from django import template

from diagnostics.instruments import Guide
from diagnostics.library import guides_about

register = template.Library()


@register.simple_tag
def to_read(version: UUID) -> list[Guide]:
    return guides_about(version)
