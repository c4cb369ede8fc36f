"""Texts that the committee votes: go to court, name an expert (A-05, B-01 to B-06)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dialogue.enums import ConsultationState
from dialogue.law.books import RULES
from dialogue.law.books.experts import Ground
from dialogue.letters import designation
from dialogue.letters.facts import LetterFacts
from dialogue.letters.proposal import (
    Proposal,
    assembled,
    dues_parts,
    listed,
    papers_part,
    questions_part,
    refused,
)
from projects.workdays import day_in_words

S = ConsultationState
#: The one gap that is filled after the vote.
VOTE_BLANK = "nombre de voix pour, contre, abstentions]"


def court(facts: LetterFacts) -> Proposal:
    """Ask the judge for what is missing, with a mandate (L2312-15)."""
    if refusal := _no_judge(facts):
        return refused(refusal)
    opinion = facts.opinion
    assert opinion is not None
    assert opinion.strict is not None
    assert facts.information_on is not None
    known = _(
        "Les informations sur le projet « %(subject)s » ont été données le %(start)s. "
        "Le délai pour rendre l’avis finit le %(end)s. Le CSE estime ne pas disposer "
        "d’éléments suffisants."
    ) % {
        "subject": facts.subject,
        "start": day_in_words(facts.information_on),
        "end": day_in_words(opinion.strict),
    }
    return assembled(
        _("Délibération, saisine du juge : %(subject)s") % {"subject": facts.subject},
        [
            _("Vu"),
            _texts_court(),
            _("Considérant"),
            known,
            designation.known(facts),
            questions_part(facts),
            *dues_parts(facts),
            papers_part(facts),
            *_decides_court(),
            _vote(),
        ],
        facts=facts,
        rules=(
            *("A-05f", "A-05", "A-05a", "A-05b", "A-05c"),
            *("A-05d", "A-05e", "A-05g"),
        ),
        notes=_before_the_judge(facts),
    )


def _texts_court() -> str:
    return listed(
        _("Les textes suivants :"),
        [
            _("– articles L. 2312-8 et L. 2312-15 du code du travail ;"),
            _("– article R. 2312-6 du code du travail ;"),
            _("– articles 481-1 et 839 du code de procédure civile."),
        ],
    )


def _decides_court() -> list[str]:
    return [
        _("Décide"),
        _(
            "Article 1. Le CSE saisit la présidence du tribunal judiciaire, selon la "
            "procédure accélérée au fond, pour qu’elle ordonne à l’employeur de "
            "communiquer les éléments manquants listés ci-dessus."
        ),
        _(
            "Article 2. Il lui demande de prolonger le délai de consultation en raison "
            "des difficultés particulières d’accès à ces informations."
        ),
        _(
            "Article 3. Le CSE donne mandat à [à compléter : prénom, nom, fonction au "
            "CSE] pour agir en justice en son nom, choisir un·e avocat·e et suivre la "
            "procédure jusqu’à son terme."
        ),
    ]


def _before_the_judge(facts: LetterFacts) -> tuple[str, ...]:
    opinion = facts.opinion
    assert opinion is not None
    assert opinion.strict is not None
    return (
        _(
            "L’assignation doit être délivrée à l’employeur au plus tard le %(day)s : "
            "voter ne suffit pas."
        )
        % {"day": day_in_words(opinion.strict)},
        _("Faites relire l’article 3 par votre avocat·e : c’est lui qui fait agir."),
    )


def _no_judge(facts: LetterFacts) -> str:
    if facts.public:
        return _(
            "Cette délibération repose sur le code du travail : elle ne vaut pas dans "
            "le secteur public."
        )
    if not facts.consulted:
        return str(RULES["A-02"].sentence)
    opinion = facts.opinion
    if facts.information_on is None or opinion is None or opinion.strict is None:
        return _(
            "Aucun délai ne court : le juge est saisi avant la fin d’un délai compté."
        )
    if opinion.strict < facts.today:
        return _(
            "Le dernier jour sûr pour saisir le juge est passé depuis le %(day)s."
        ) % {"day": day_in_words(opinion.strict)}
    if not facts.waiting and not facts.dues:
        return _(
            "Rien n’est noté comme manquant : ni question sans réponse, ni information "
            "attendue. Le juge est saisi de ce qui manque."
        )
    return ""


def expert(facts: LetterFacts) -> Proposal:
    """Name an authorised expert, as its sheet says (L2315-94)."""
    if refusal := _no_expert(facts):
        return refused(refusal)
    return assembled(
        _("Délibération, désignation d’un expert : %(subject)s")
        % {"subject": facts.subject},
        [
            *(_("Vu"), designation.texts(facts)),
            *(_("Considérant"), designation.reason(facts)),
            papers_part(facts),
            questions_part(facts),
            *designation.decides(facts),
            _vote(),
        ],
        facts=facts,
        rules=(
            *designation.words_of(facts.expert).rules,
            *("B-02", "B-02a", "B-03", "B-03a", "B-05", "B-05a", "B-05b", "B-05c"),
            *("B-06", "A-07a", "A-07b"),
        ),
        decisions=("F-02", "F-03", "F-07"),
        notes=(
            *designation.another_ground(facts.expert),
            _("Vérifiez l’habilitation du cabinet, son domaine et sa validité."),
            _(
                "Le vote a lieu en réunion, sur un point de l’ordre du jour ou en lien "
                "avec lui. Inscrivez-en ensuite la date : le délai est recompté."
            ),
        ),
    )


def _no_expert(facts: LetterFacts) -> str:
    if facts.public:
        return str(RULES["B-07c"].sentence)
    if not facts.consulted:
        return str(RULES["A-02"].sentence)
    if facts.expert_on is not None:
        return _("Une expertise est déjà votée, le %(day)s.") % {
            "day": day_in_words(facts.expert_on)
        }
    if facts.state not in _named_in(facts):
        return _("La consultation est terminée : un expert ne se désigne plus.")
    return facts.expert_refused


def _named_in(facts: LetterFacts) -> frozenset[S]:
    """One for a serious risk, said on its sheet, does not follow the consultation."""
    during = frozenset({S.DRAFT, S.INFORMING, S.OPEN, S.SUSPENDED})
    if facts.expert is None or facts.expert.ground is not Ground.SERIOUS_RISK:
        return during
    return during | {S.DEEMED_NEGATIVE, S.OPINION_GIVEN, S.FOLLOW_UP}


def _vote() -> str:
    return _(
        "Résultat du vote : [à compléter : nombre de voix pour, contre, abstentions]."
    )
