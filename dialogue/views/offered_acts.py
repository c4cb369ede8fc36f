"""The acts that a workplace offers, in its own words: the labour code is not all law.

Where no CSE is consulted (a public body, fewer than fifty, no instance) no period runs:
what counts, lengthens or suspends one is not offered, and the rest says so.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogue.enums import ConsultationState
from dialogue.forms import other_law as forms
from dialogue.instances import has_committee, runs_a_period
from dialogue.models import Consultation
from dialogue.views.consultation_acts import ACTS, BY_SLUG, Act

#: Acts that only the period of the labour code gives a sense to.
OF_THE_PERIOD = frozenset(
    {
        *("base-de-donnees", "demande-expert", "reponse-expert", "cahier-des-charges"),
        *("suspension", "reprise", "date-convenue", "saisine", "prolongation-juge"),
        "niveaux",
    }
)
OF_AN_EXPERT = frozenset({"expertise", "rapport-expert"})

_OPENING = {
    "form": forms.PlainOpenForm,
    "explanation": _("Ce jour reste au dossier : aucun délai d’avis ne part ici."),
}
_OPINION = _(
    "À utiliser si l’avis a été rendu en séance sans passer par Navette : c’est le "
    "jour de la séance qui compte. Sinon, rédigez-le et transmettez-le dans la "
    "rubrique « Avis et vote »."
)
PUBLIC: dict[str, dict[str, Any]] = {
    "ouverture": _OPENING,
    "avis": {"explanation": _OPINION},
    "reunion": {"title": _("Une séance s’est tenue")},
    "expertise": {
        "form": forms.PublicExpertForm,
        "explanation": _(
            "La présidence décide de suivre, ou non, la demande d’un expert certifié. "
            "Ce vote reste au dossier ; il ne change aucune date."
        ),
    },
    "rapport-expert": {
        "explanation": _("Ce jour reste au dossier ; il ne change aucune date.")
    },
    "suivi": {
        "explanation": _(
            "Les suites données à l’avis sont dues par écrit, dans les deux mois."
        )
    },
}
ALONE: dict[str, dict[str, Any]] = {
    "ouverture": _OPENING,
    "avis": {"explanation": _OPINION},
    "suivi": {"explanation": _("Notez ce que l’employeur fait de ce qui est demandé.")},
}


def offered(consultation: Consultation) -> Iterator[Act]:
    """The acts of this workplace, in their order."""
    for act in ACTS:
        here = as_told(act, consultation)
        if here is not None:
            yield here


def as_told(act: Act, consultation: Consultation) -> Act | None:
    """The act in the words of this workplace; None where its law does not know it."""
    workplace = consultation.project.workplace
    if runs_a_period(workplace) or _left_over(act, consultation):
        return act
    heard = has_committee(workplace)
    if act.slug in OF_THE_PERIOD or (act.slug in OF_AN_EXPERT and not heard):
        return None
    return replace(act, **(PUBLIC if heard else ALONE).get(act.slug, {}))


def knows(slug: str, consultation: Consultation) -> bool:
    """Whether the law of this workplace has that act, and so the page of it."""
    return as_told(BY_SLUG[slug], consultation) is not None


def _left_over(act: Act, consultation: Consultation) -> bool:
    """A pause noted before the workplace was corrected must still be able to end."""
    return act.slug == "reprise" and consultation.state == ConsultationState.SUSPENDED
