"""Result of a vote of the CSE (délibération), in arithmetic and in French words."""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LARGEST_NUMBER = 99

# Number words belong to French, not to the interface: they are not translated.
_UNITS = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
)
_TENS = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre-vingt",
}


class Subject(StrEnum):
    """What is put to the vote, for the agreement of the sentence."""

    OPINION = "avis"
    RESOLUTION = "resolution"


def number_in_words(number: int, *, feminine: bool = False) -> str:
    """A number from 0 to 99 in French words, « une » and « vingt et une » included."""
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(_("Ce nombre ne s’écrit pas en toutes lettres ici."))
    if number == 80:
        return "quatre-vingts"
    if number < 20:
        words = _UNITS[number]
    else:
        # 70 and 90 count on from 60 and 80 by twenties.
        tens = number - number % (20 if number >= 60 else 10)
        rest = number - tens
        if not rest:
            words = _TENS[tens]
        elif rest in (1, 11) and tens != 80:
            words = f"{_TENS[tens]} et {_UNITS[rest]}"
        else:
            words = f"{_TENS[tens]}-{_UNITS[rest]}"
    return f"{words}e" if feminine and words.endswith("un") else words


def resolution_adopted(votes_for: int, present_voting: int) -> bool:
    """Whether a résolution passes: more than half of the voting members present.

    L2315-32 (rule C-03): abstentions and blank or null ballots weigh against, a tie
    fails, there is no quorum. `present_voting` leaves out the president, who does
    not vote when the elected members are consulted, and substitutes who replace
    nobody.
    """
    if votes_for < 0:
        raise ValueError(_("Un nombre de voix ne peut pas être négatif."))
    if present_voting < 1:
        raise ValueError(_("Il faut au moins un membre présent pour voter."))
    if votes_for > present_voting:
        raise ValueError(
            _("Il y a plus de voix pour que de membres présents qui votent.")
        )
    return 2 * votes_for > present_voting


def result_sentence(
    *,
    present_voting: int,
    votes_for: int,
    against: int,
    abstentions: int,
    blanks: int = 0,
    subject: Subject = Subject.OPINION,
    digits: bool = True,
) -> str:
    """The result of a vote, to be read aloud and copied into the procès-verbal.

    Counts must add up to `present_voting`. `digits` repeats each number in figures:
    « quatre (4) voix pour ». Raises ValueError with a French sentence.
    """
    counts = (votes_for, against, abstentions, blanks)
    opening = counted(counts, present_voting, digits=digits)
    adopted = resolution_adopted(votes_for, present_voting)
    words = verdict(subject, adopted=adopted)
    if not adopted:
        needed = _spoken(present_voting // 2 + 1, feminine=True, digits=digits)
        words = _("%(verdict)s : il fallait au moins %(needed)s voix pour") % {
            "verdict": words,
            "needed": needed,
        }
    return f"{opening} {words}."


def counted(
    counts: tuple[int, ...], present_voting: int, *, digits: bool = True
) -> str:
    """How many vote, and how: for, against, abstentions and, if known, blanks.

    Raises ValueError when they do not add up to those present.
    """
    check_counts(counts, present_voting)
    opening = ngettext(
        "%(members)s membre présent vote : %(shares)s.",
        "%(members)s membres présents votent : %(shares)s.",
        present_voting,
    ) % {
        "members": _spoken(present_voting, digits=digits),
        "shares": ", ".join(_shares(*counts, digits=digits)),
    }
    return f"{opening[0].upper()}{opening[1:]}"


def check_counts(counts: tuple[int, ...], present_voting: int) -> None:
    """Raises ValueError, with a French sentence, for numbers that cannot be."""
    if min(counts) < 0:
        raise ValueError(_("Un nombre de voix ne peut pas être négatif."))
    if present_voting > LARGEST_NUMBER:
        raise ValueError(_("Un vote compte au plus 99 membres présents."))
    if sum(counts) != present_voting:
        raise ValueError(
            _(
                "Le total des voix (%(total)s) ne correspond pas au nombre de membres "
                "présents qui votent (%(present)s)."
            )
            % {"total": sum(counts), "present": present_voting}
        )
    if present_voting < 1:
        raise ValueError(_("Il faut au moins un membre présent pour voter."))


def _spoken(number: int, *, feminine: bool = False, digits: bool) -> str:
    words = number_in_words(number, feminine=feminine) if number else "aucune"
    return f"{words} ({number})" if digits else words


def _shares(
    votes_for: int, against: int, abstentions: int, blanks: int = 0, *, digits: bool
) -> list[str]:
    shares = [
        _("%(count)s voix pour")
        % {"count": _spoken(votes_for, feminine=True, digits=digits)},
        _("%(count)s contre")
        % {"count": _spoken(against, feminine=True, digits=digits)},
        # « Aucune abstention » is singular, whatever the language's own plural rule.
        ngettext("%(count)s abstention", "%(count)s abstentions", abstentions or 1)
        % {"count": _spoken(abstentions, feminine=True, digits=digits)},
    ]
    if blanks:
        shares.append(
            ngettext(
                "%(count)s bulletin blanc ou nul",
                "%(count)s bulletins blancs ou nuls",
                blanks,
            )
            % {"count": _spoken(blanks, digits=digits)}
        )
    return shares


def verdict(subject: Subject, *, adopted: bool) -> str:
    if subject is Subject.OPINION:
        return _("L’avis est adopté") if adopted else _("L’avis n’est pas adopté")
    if adopted:
        return _("La résolution est adoptée")
    return _("La résolution n’est pas adoptée")
