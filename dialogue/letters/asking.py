"""Letters that ask: information, a reminder, the date of the deemed opinion."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dialogue.enums import ConsultationState
from dialogue.law.books import RULES
from dialogue.letters.facts import LetterFacts
from dialogue.letters.proposal import (
    Proposal,
    assembled,
    dues_parts,
    papers_part,
    questions_part,
    refused,
    signed,
)
from projects.enums import Confidence
from projects.workdays import day_in_words


def request(facts: LetterFacts) -> Proposal:
    """A first demand: what the project's checklist says is missing (B2)."""
    if not facts.dues:
        return refused(
            _(
                "Aucune information attendue n’est marquée manquante ou insuffisante : "
                "notez d’abord ce qui manque dans « Informations et documents »."
            )
        )
    opening = _(
        "Madame, Monsieur,\n\nPour examiner le projet « %(subject)s », il nous faut "
        "des informations que nous n’avons pas, ou que nous n’avons pas en entier. "
        "Nous vous demandons de nous les transmettre par écrit."
    ) % {"subject": facts.subject}
    words, rules = _request_grounds(facts)
    notes = []
    if facts.consulted and facts.information_on is None:
        notes.append(str(RULES["A-06c"].sentence))
    return assembled(
        _("Informations demandées : %(subject)s") % {"subject": facts.subject},
        [opening, *dues_parts(facts), papers_part(facts), *words, signed(facts)],
        facts=facts,
        rules=rules,
        notes=tuple(notes),
    )


def _request_grounds(facts: LetterFacts) -> tuple[list[str], tuple[str, ...]]:
    if facts.public:
        return [_public_grounds()], ("B-07d2",)
    if not facts.consulted:
        return [_("Ces informations nous permettront d’en parler avec vous.")], ()
    words = [
        _(
            "L’article L. 2312-15 du code du travail prévoit que le CSE dispose "
            "d’informations précises et écrites, et de la réponse motivée de "
            "l’employeur à ses observations."
        )
    ]
    rules = ["A-04", "A-06"]
    if facts.watches:
        rules.append("A-13")
        words.append(
            _(
                "L’article L. 2312-38 prévoit que le CSE est informé et consulté avant "
                "la décision de mettre en œuvre un moyen qui permet de contrôler "
                "l’activité."
            )
        )
    if facts.manages_staff:
        rules.append("A-13b")
        words.append(
            _(
                "Le même code prévoit que le CSE est informé, avant leur introduction, "
                "des traitements automatisés de gestion du personnel (article "
                "L. 2312-38)."
            )
        )
    if facts.information_on is None:
        words.append(
            _(
                "Le délai de la consultation part du jour où les informations exigées "
                "nous sont données, ou annoncées dans la base de données (article "
                "R. 2312-5)."
            )
        )
    return words, tuple(rules)


def reminder(facts: LetterFacts) -> Proposal:
    """What waits and what is missing (B3)."""
    if not facts.waiting and not facts.dues:
        return refused(
            _(
                "Rien ne manque à ce jour : toutes les questions transmises ont leur "
                "réponse, et aucune information attendue n’est signalée."
            )
        )
    parts = [_opening(facts), questions_part(facts), *dues_parts(facts)]
    return assembled(
        _("Éléments manquants : %(subject)s") % {"subject": facts.subject},
        [*parts, _grounds(facts), signed(facts)],
        facts=facts,
        rules=("B-07d2",) if facts.public else ("A-04",),
    )


def _opening(facts: LetterFacts) -> str:
    words = {"subject": facts.subject}
    if facts.information_on is None:
        return (
            _(
                "Madame, Monsieur,\n\nDans la consultation « %(subject)s », des "
                "éléments nous manquent pour rendre un avis éclairé."
            )
            % words
        )
    return _(
        "Madame, Monsieur,\n\nDans la consultation « %(subject)s », ouverte le "
        "%(day)s, des éléments nous manquent pour rendre un avis éclairé."
    ) % {**words, "day": day_in_words(facts.information_on)}


def _grounds(facts: LetterFacts) -> str:
    """What the letter rests on; the code du travail does not rule public bodies."""
    if facts.public:
        return _public_grounds()
    return _(
        "L’article L. 2312-15 du code du travail prévoit que le CSE dispose "
        "d’informations précises et écrites, et de la réponse motivée de "
        "l’employeur à ses observations. Nous vous demandons de nous répondre par "
        "écrit avant la fin du délai de consultation."
    )


def _public_grounds() -> str:
    return _(
        "L’article R. 254-39 du code général de la fonction publique prévoit que "
        "les documents nous sont transmis huit jours au moins avant la séance. "
        "Nous vous demandons de nous répondre par écrit avant elle."
    )


def notice(facts: LetterFacts) -> Proposal:
    """The day on which silence is a negative opinion (R2312-6)."""
    if refusal := _no_deemed_date(facts):
        return refused(refusal)
    opinion = facts.opinion
    assert opinion is not None
    assert opinion.strict is not None
    assert facts.information_on is not None
    words = {"subject": facts.subject, "start": day_in_words(facts.information_on)}
    opening = _start(facts) % words
    # What the engine only says can be argued stays between us.
    steps = [f"– {step}" for step in opinion.steps if "à vérifier" not in step]
    left = [questions_part(facts), *dues_parts(facts)]
    ask = _(
        "Nous vous demandons de nous répondre avant cette date. Vous pouvez aussi "
        "convenir avec nous, par écrit, d’un délai plus long (article L. 2312-55)."
    )
    cited = opinion.rule.confidence != Confidence.M
    article = _("Texte appliqué : %(article)s.") % {"article": opinion.rule.article}
    return assembled(
        _("Date de l’avis : %(subject)s") % {"subject": facts.subject},
        [
            "\n".join([opening, *steps]),
            opinion.consequence,
            article if cited else "",
            *left,
            ask,
            signed(facts),
        ],
        facts=facts,
        rules=(opinion.rule.id, "A-06", "A-10", "A-10c"),
        notes=(*_about_the_start(facts), *_about_the_end(facts)),
    )


def _incomplete(facts: LetterFacts) -> bool:
    return bool(facts.dues) or any(not row.to_judge for row in facts.waiting)


def _start(facts: LetterFacts) -> str:
    """A letter that says what is missing does not grant the day the period started."""
    if not _incomplete(facts):
        return _(
            "Madame, Monsieur,\n\nDans la consultation « %(subject)s », les "
            "informations nous ont été données le %(start)s. Le délai pour rendre "
            "l’avis se compte ainsi :"
        )
    return _(
        "Madame, Monsieur,\n\nDans la consultation « %(subject)s », vous indiquez nous "
        "avoir remis les informations le %(start)s. Les éléments listés plus bas nous "
        "manquent : nous réservons notre position sur le jour où le délai a commencé. "
        "Compté depuis le jour que vous indiquez, le délai pour rendre l’avis serait :"
    )


def _about_the_start(facts: LetterFacts) -> tuple[str, ...]:
    if not _incomplete(facts):
        return ()
    return (
        _(
            "La lettre réserve le point de départ du délai, parce que des éléments "
            "manquent. À elle seule, elle n’arrête pas le délai : tenez-vous à la "
            "date la plus proche."
        ),
    )


def _no_deemed_date(facts: LetterFacts) -> str:
    """Why no date of a deemed opinion can be told today; empty when one can."""
    if facts.public:
        return str(RULES["B-07"].sentence)
    if not facts.consulted:
        return str(RULES["A-02"].sentence)
    if facts.information_on is None:
        return _(
            "Le délai n’a pas commencé : indiquez d’abord le jour où l’information a "
            "été remise."
        )
    opinion = facts.opinion
    if opinion is None or opinion.strict is None:
        return _(
            "Aucune date n’est comptée tant que le jugement sur l’expertise n’est pas "
            "notifié."
        )
    if facts.state != ConsultationState.OPEN:
        return _("La consultation n’est pas ouverte : aucune date d’avis ne court.")
    if opinion.strict < facts.today:
        return _("Le dernier jour sûr est passé depuis le %(day)s.") % {
            "day": day_in_words(opinion.strict)
        }
    return ""


def _about_the_end(facts: LetterFacts) -> tuple[str, ...]:
    opinion = facts.opinion
    if opinion is None or opinion.extended in (None, opinion.strict):
        return ()
    assert opinion.extended is not None
    return (
        _(
            "Un report au %(day)s se plaide, mais il est à vérifier : la lettre n’en "
            "parle pas."
        )
        % {"day": day_in_words(opinion.extended)},
    )
