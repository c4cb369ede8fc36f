"""What the history page shows: one topic, and the lines before a given one."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.forms.base import Form
from projects.models.journal import EntryQuerySet

#: Topic in the address -> words, and first words of the verbs it holds.
TOPICS = {
    "projet": (_("Projet"), ("project",)),
    "documents": (_("Documents et informations"), ("document", "information", "due")),
    "questions": (
        _("Questions et réponses"),
        ("question", "batch", "answer", "letter"),
    ),
    "consultation": (_("Consultation"), ("consultation",)),
    "avis": (_("Avis et vote"), ("opinion", "passage", "vote", "transmission")),
    "echeances": (_("Échéances"), ("deadline",)),
    "personnes": (_("Personnes"), ("guest", "member", "invitation", "mandate")),
}
OTHER = "autres"


class HistoryForm(Form):
    hide_optional = True
    sujet = forms.ChoiceField(
        label=_("Sujet"),
        required=False,
        choices=[
            ("", _("Tous")),
            *((key, words) for key, (words, _verbs) in TOPICS.items()),
            (OTHER, _("Autres")),
        ],
    )
    avant = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)


def on_topic(entries: EntryQuerySet, topic: str) -> EntryQuerySet:
    """Lines of one topic; all of them for "", the unclassified ones for `OTHER`."""
    if not topic:
        return entries
    if topic != OTHER:
        return entries.filter(_verbs(TOPICS[topic][1]))
    for _words, verbs in TOPICS.values():
        entries = entries.exclude(_verbs(verbs))
    return entries


def _verbs(verbs: tuple[str, ...]) -> Q:
    scope = Q(pk__in=[])
    for verb in verbs:
        scope |= Q(verb__startswith=f"{verb}.")
    return scope
