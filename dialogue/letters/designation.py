"""The text that names an expert, as the sheet of the expertise describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from dialogue.law.books.experts import EMPLOYER_PAYS, CostShare, Ground
from dialogue.letters.facts import Expert, LetterFacts
from dialogue.letters.proposal import listed
from projects.french import french, to_the
from projects.workdays import day_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_FIRM = _l("Article 2. Il désigne ")


@dataclass(frozen=True, slots=True)
class _Words:
    """What changes with the ground: its articles, its name, its own rules."""

    articles: tuple[StrPromise, ...]
    title: StrPromise
    rules: tuple[str, ...]


_TECHNOLOGY = _Words(
    (
        _l("– article L. 2312-8, II, 4° du code du travail ;"),
        _l("– article L. 2315-94, 2° du code du travail ;"),
    ),
    _l("au titre de l’introduction de nouvelles technologies"),
    ("B-01", "B-04", "B-04b", "B-05d"),
)
WORDS: Mapping[Ground, _Words] = {
    Ground.NEW_TECHNOLOGY: _TECHNOLOGY,
    Ground.IMPORTANT_PROJECT: _Words(
        _TECHNOLOGY.articles,
        _l("au titre d’un projet important qui change les conditions de travail"),
        _TECHNOLOGY.rules,
    ),
    Ground.SERIOUS_RISK: _Words(
        (_l("– article L. 2315-94, 1° du code du travail ;"),),
        _l("au titre d’un risque grave, identifié et actuel"),
        ("B-01a", "B-04a", "B-05f", "B-05g"),
    ),
}


def words_of(expert: Expert | None) -> _Words:
    return WORDS.get(expert.ground, _TECHNOLOGY) if expert else _TECHNOLOGY


def another_ground(expert: Expert | None) -> tuple[str, ...]:
    """A note when the sheet has a ground that this text does not know."""
    if expert is None or expert.ground in WORDS:
        return ()
    return (
        _(
            "La fiche de l’expertise retient un autre fondement : relisez les articles "
            "visés et l’article 1."
        ),
    )


def reason(facts: LetterFacts) -> str:
    if facts.expert and facts.expert.ground is Ground.SERIOUS_RISK:
        return _(
            "Le CSE constate un risque grave, identifié et actuel : [à compléter : "
            "lequel, où et depuis quand]."
        )
    return _(
        "Le projet « %(subject)s » introduit %(tool)s. Le CSE a besoin d’une expertise "
        "pour en mesurer les effets sur le travail, la santé et l’emploi."
    ) % {"subject": facts.subject, "tool": facts.tool}


def texts(facts: LetterFacts) -> str:
    return listed(
        _("Les textes suivants :"),
        [
            *(str(line) for line in words_of(facts.expert).articles),
            _("– articles L. 2315-80 et L. 2315-96 du code du travail."),
        ],
    )


def decides(facts: LetterFacts) -> list[str]:
    first = _("Article 1. Le CSE décide de recourir à un expert habilité, %(title)s.")
    mission = _(
        "Article 3. La mission porte sur les effets du projet « %(subject)s » sur les "
        "conditions de travail, la santé, l’emploi, les compétences et les données, et "
        "aide le CSE à préparer son avis."
    )
    return [
        _("Décide"),
        first % {"title": words_of(facts.expert).title},
        f"{_FIRM}{_firm(facts.expert)}.",
        mission % {"subject": facts.subject},
        _cost(facts.expert.share if facts.expert else None),
        _(
            "Article 5. Le CSE donne mandat à [à compléter : prénom, nom, fonction au "
            "CSE] pour établir le cahier des charges et signer la lettre de mission."
        ),
    ]


def _firm(expert: Expert | None) -> str:
    if expert is None or not expert.firm:
        return _("[à compléter : nom et adresse du cabinet]")
    if not expert.certificate:
        return expert.firm
    return _("%(firm)s, certificat n° %(number)s") % {
        "firm": expert.firm,
        "number": expert.certificate,
    }


def _cost(share: CostShare | None) -> str:
    if share == EMPLOYER_PAYS:
        return _(
            "Article 4. Le coût est pris en charge en totalité par l’employeur, selon "
            "l’article L. 2315-80."
        )
    return _(
        "Article 4. Le coût est pris en charge à quatre-vingts pour cent par "
        "l’employeur et à vingt pour cent par le CSE, selon l’article L. 2315-80."
    )


def firm_named(body: str) -> str:
    """The firm that an adopted text names, to propose it to the sheet."""
    opening = french(str(_FIRM))
    for line in body.split("\n"):
        if line.startswith(opening):
            named = line.removeprefix(opening).partition(", certificat")[0]
            return named.rstrip(".").strip()
    return ""


def known(facts: LetterFacts) -> str:
    """What another letter says of the expertise that was voted; empty without one."""
    if facts.expert_on is None:
        return ""
    words = {"day": day_in_words(facts.expert_on)}
    said = _("Le CSE a voté une expertise le %(day)s.") % words
    if facts.expert is None:
        return said
    if facts.expert.firm:
        said = _("%(said)s Elle est confiée %(firm)s.") % {
            "said": said,
            "firm": to_the(facts.expert.firm),
        }
    if facts.expert.reported_on is None:
        return _("%(said)s Le rapport n’est pas encore remis.") % {"said": said}
    return _("%(said)s Le rapport est remis depuis le %(day)s.") % {
        "said": said,
        "day": day_in_words(facts.expert.reported_on),
    }
