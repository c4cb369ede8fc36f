"""Result of a vote of a public body (CSA, CST, CSE hospitalier), in French words."""

from django.utils.translation import gettext as _

from dialogue.law.books.public_sector import PublicOpinion, public_opinion
from dialogue.law.votes import Subject, counted, verdict


def public_result_sentence(
    votes_for: int, against: int, abstentions: int, *, subject: Subject
) -> str:
    """The result, to be copied into the procès-verbal: see rules B-07f and B-07f1.

    Without a majority of those present nothing is voted down: the opinion is deemed
    given (R254-60, and R254-66 for a tie). Raises ValueError with a French sentence.
    """
    counts = (votes_for, against, abstentions)
    said = public_opinion(votes_for, against, sum(counts))
    return f"{counted(counts, sum(counts))} {_words(said, subject)}."


def _words(said: PublicOpinion, subject: Subject) -> str:
    if said is PublicOpinion.GIVEN:
        return _("Sans majorité, l’avis est réputé donné (article R. 254-60)")
    favourable = said is PublicOpinion.FAVOURABLE
    if subject is Subject.RESOLUTION:
        return verdict(subject, adopted=favourable)
    return _("L’avis est favorable") if favourable else _("L’avis est défavorable")
