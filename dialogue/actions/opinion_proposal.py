"""The act that puts a proposed opinion into the opinion, as drafts to rewrite."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.actions import opinions
from dialogue.models import Consultation, Passage
from dialogue.opinion_material import proposed
from projects import journal
from projects.errors import Refused
from projects.models import Item, Member


@transaction.atomic
def propose(consultation: Consultation, *, actor: Member) -> list[Passage]:
    """Add what the dossier offers as passages with their sources; twice adds nothing.

    Raises Refused when the opinion is voted or sent, or when nothing is new.
    """
    opinion = opinions.hold_opinion(consultation)
    today = timezone.localdate()
    drafts = proposed(consultation, member=actor, today=today)
    if not drafts:
        raise Refused(_("Le dossier n’apporte rien de nouveau à cet avis."))
    origins = {
        item.pk: item
        for item in Item.objects.filter(pk__in=[draft.origin for draft in drafts])
    }
    made = [
        opinions.add_passage(
            consultation,
            actor=actor,
            kind=draft.kind,
            title=draft.title,
            text=draft.text,
            origin=origins.get(draft.origin) if draft.origin else None,
            proposal=draft.key,
        )
        for draft in drafts
    ]
    sentence = ngettext(
        "Avis proposé depuis le dossier : %(count)d passage à relire",
        "Avis proposé depuis le dossier : %(count)d passages à relire",
        len(made),
    )
    journal.record(
        consultation.project,
        "opinion.proposed",
        sentence % {"count": len(made)},
        actor=actor,
        target=opinion,
        keys=[draft.key for draft in drafts],
    )
    return made
