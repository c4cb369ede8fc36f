"""What a vote of a public body (CSA, CST, CSE hospitalier) says, and what follows."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.books import public_sector as law
from dialogue.law.books.public_sector import PublicOpinion, Window, public_opinion
from dialogue.law.facts import LegalDate
from dialogue.law.votes import Subject, counted, verdict
from projects.enums import Branch
from projects.workdays import day_in_words


def public_result_sentence(
    votes_for: int,
    against: int,
    abstentions: int,
    *,
    subject: Subject,
    branch: Branch | None,
) -> str:
    """The result, to be copied into the procès-verbal: see rules B-07f and B-07f1.

    Without a majority of those present no opinion is voted down: it is deemed given,
    by the article of its branch. A resolution then simply fails. Raises ValueError with
    a French sentence.
    """
    counts = (votes_for, against, abstentions)
    said = public_opinion(votes_for, against, sum(counts))
    article = majority_article(branch, tie=votes_for == against)
    return f"{counted(counts, sum(counts))} {_words(said, subject, article)}."


def _words(said: PublicOpinion, subject: Subject, article: str) -> str:
    favourable = said is PublicOpinion.FAVOURABLE
    if subject is Subject.RESOLUTION:
        return verdict(subject, adopted=favourable)
    if said is PublicOpinion.GIVEN:
        return _("Sans majorité, l’avis est réputé donné (%(article)s)") % {
            "article": article
        }
    return _("L’avis est favorable") if favourable else _("L’avis est défavorable")


def majority_article(branch: Branch | None, *, tie: bool) -> str:
    """Where an opinion without a majority is deemed given; what was not read is marked.

    That of a local authority was read for a tie only.
    """
    if branch is Branch.STATE:
        return _("article R. 254-60")
    if branch is Branch.HOSPITAL:
        return _("article R. 254-70")
    if branch is Branch.TERRITORIAL:
        read = _("article R. 254-66")
        return read if tie else _("%(article)s, à vérifier") % {"article": read}
    return _("code général de la fonction publique, article à vérifier")


def second_look(
    votes_against: int, present: int, voted_on: date, branch: Branch | None
) -> LegalDate | None:
    """The last day to deliberate again after a vote where all were against.

    None when some were not, and in the State, where only a draft text is examined
    again (R254-63): see `only_a_text`. In a local authority it binds under a condition
    that nobody told Navette: see `is_conditional`.
    """
    unanimous = law.UNANIMITY.function(votes_against, present)
    if not unanimous or branch is Branch.STATE:
        return None
    rule = law.EXAMINED_AGAIN.on(voted_on)
    window = rule.function(voted_on)
    return LegalDate(
        code="reexamen",
        rule=rule,
        label=_second_look_label(branch),
        starts_on=voted_on,
        strict=window.last,
        extended=window.last,
        steps=_second_look_steps(voted_on, window, branch),
        consequence=_second_look_consequence(branch)
        % {"last": day_in_words(window.last)},
        what_would_change=(_("Une autre date de vote déplacerait cette date."),),
    )


def is_conditional(branch: Branch | None) -> bool:
    """Whether the second deliberation depends on what the question asks for (CST)."""
    return branch is Branch.TERRITORIAL


def _second_look_label(branch: Branch | None) -> str:
    if is_conditional(branch):
        return _(
            "Si le projet demande une délibération de la collectivité : dernier jour "
            "pour délibérer à nouveau après un vote unanime contre"
        )
    return _("Dernier jour pour délibérer à nouveau après un vote unanime contre")


def _second_look_consequence(branch: Branch | None) -> str:
    if is_conditional(branch):
        return _(
            "Cette date ne vaut que si le projet demande une délibération de la "
            "collectivité : posez la question, et faites noter la réponse avant le "
            "%(last)s."
        )
    return _(
        "Sans nouvelle délibération au plus tard le %(last)s, faites noter que le "
        "projet n’a pas été réexaminé."
    )


def _second_look_steps(
    voted_on: date, window: Window, branch: Branch | None
) -> tuple[str, ...]:
    start = _("Point de départ : le vote du %(day)s, où toutes les voix sont contre.")
    found = _(
        "Le projet est réexaminé : l’instance, convoquée à nouveau, délibère au plus "
        "tôt le %(first)s et au plus tard le %(last)s."
    )
    steps = (
        start % {"day": day_in_words(voted_on, weekday=True)},
        found
        % {"first": day_in_words(window.first), "last": day_in_words(window.last)},
    )
    conditions = {
        None: (law.STATE_TEXTS, law.TERRITORIAL_QUESTIONS),
        Branch.TERRITORIAL: (law.TERRITORIAL_QUESTIONS,),
    }
    return (*steps, *(str(rule.sentence) for rule in conditions.get(branch, ())))


def only_a_text(votes_against: int, present: int, branch: Branch | None) -> str:
    """What to say in the State of a vote where all were against; empty otherwise."""
    unanimous = law.UNANIMITY.function(votes_against, present)
    if not unanimous or branch is not Branch.STATE:
        return ""
    return str(law.STATE_TEXTS.sentence)
