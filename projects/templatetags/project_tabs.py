"""The tabs of a project: words here, addresses from the template."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

LABELS = {
    "summary": _("Résumé"),
    "documents": _("Informations et documents"),
    "questions": _("Questions et réponses"),
    "diagnostics": _("Diagnostics"),
    "opinion": _("Avis et vote"),
    "commitments": _("Engagements"),
    "history": _("Historique"),
}


@register.simple_tag
def project_tabs(current: str, **urls: str) -> list[dict[str, object]]:
    """What components/tabs.html shows, in the order in which the urls are given."""
    return [
        {"label": LABELS[key], "url": url, "current": key == current, "count": None}
        for key, url in urls.items()
    ]
