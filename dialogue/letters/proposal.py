"""A proposed letter: its words, what they rest on, what is left to check.

Nothing here is written by a model: sentences are fixed, and filled with the facts.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.law.books import RULES
from dialogue.law.books.case_law import DECISIONS
from dialogue.letters.facts import Asked, LetterFacts
from projects.enums import Confidence
from projects.french import french
from projects.workdays import day_in_words

QUOTE_LENGTH = 400
#: What the writer has to fill in: a text that still holds it is neither voted nor sent.
BLANK = "[à compléter"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing the letter rests on; `mark` is how far a rule was checked."""

    label: str
    detail: str = ""
    link: str = ""
    mark: str = ""

    def stored(self) -> dict[str, str]:
        return {
            "label": self.label,
            "detail": self.detail,
            "link": self.link,
            "mark": self.mark,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """`missing` says which facts the kind needs and does not have; then, no text."""

    subject: str = ""
    body: str = ""
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    missing: str = ""


def refused(sentence: str) -> Proposal:
    return Proposal(missing=french(sentence))


def assembled(
    subject: str,
    parts: list[str],
    *,
    facts: LetterFacts,
    rules: tuple[str, ...] = (),
    decisions: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> Proposal:
    """The parts as paragraphs. A rule marked M becomes a note, never a source."""
    told = [RULES[code] for code in rules]
    unsure = tuple(
        f"{rule.sentence} ({rule.article}, {Confidence.M.label})"
        for rule in told
        if rule.confidence == Confidence.M
    )
    sources = [
        Source(str(rule.sentence), rule.article, rule.source, str(mark.label))
        for rule in told
        if (mark := Confidence(rule.confidence)) != Confidence.M
    ]
    sources += [
        Source(
            str(decision.sentence),
            named(decision.id),
            decision.source,
            str(Confidence(decision.confidence).label),
        )
        for decision in DECISIONS
        if decision.id in decisions
    ]
    sources += _of_the_dossier(facts)
    body = french("\n\n".join(part for part in parts if part))
    said = (*notes, *_to_judge(facts, body), *unsure)
    return Proposal(
        subject=Truncator(subject).chars(200),
        body=body,
        sources=tuple(sources),
        notes=tuple(map(french, said)),
    )


def _to_judge(facts: LetterFacts, body: str) -> list[str]:
    """Answered questions of the letter that the delegation has still to judge."""
    return [
        _(
            "La réponse à %(number)s attend votre jugement : dites d’abord si elle "
            "est complète, la lettre en parlera autrement."
        )
        % {"number": question.number}
        for question in facts.waiting
        if question.to_judge and f"– {question.number}," in body
    ]


def _of_the_dossier(facts: LetterFacts) -> list[Source]:
    """Questions and documents of the file that the letter quotes or counts."""
    found = [
        Source(
            _("Question %(number)s") % {"number": question.number},
            _("transmise le %(day)s") % {"day": day_in_words(question.sent_on)},
        )
        for question in facts.waiting
    ]
    found += [
        Source(
            _("Document %(number)s") % {"number": paper.number},
            _("%(title)s, remis le %(day)s")
            % {"title": paper.title, "day": day_in_words(paper.given_on)},
        )
        for paper in facts.papers
    ]
    return found


def named(code: str) -> str:
    """A decision as lawyers quote it: court, day, number."""
    decision = next(row for row in DECISIONS if row.id == code)
    return _("%(court)s, %(day)s, n° %(number)s") % {
        "court": decision.court,
        "day": day_in_words(decision.decided_on),
        "number": decision.number,
    }


def told(code: str) -> str:
    """A decision quoted in a letter, in one line of a list."""
    decision = next(row for row in DECISIONS if row.id == code)
    return f"– {named(code)}. {decision.sentence}"


def listed(heading: str, lines: list[str]) -> str:
    """A heading and its lines, or nothing when there is no line."""
    return "\n".join([heading, *lines]) if lines else ""


def signed(facts: LetterFacts) -> str:
    return _("Pour la délégation du personnel,") + f"\n{facts.writer}"


def question_line(question: Asked, facts: LetterFacts) -> str:
    days = (facts.today - question.sent_on).days
    return _("– %(number)s, transmise le %(day)s (%(state)s) : %(text)s") % {
        "number": question.number,
        "day": day_in_words(question.sent_on),
        "state": _question_state(question, days),
        "text": Truncator(" ".join(question.text.split())).chars(QUOTE_LENGTH),
    }


def _question_state(question: Asked, days: int) -> str:
    if question.to_judge:
        return _("réponse reçue, que nous n’avons pas encore jugée")
    return _("réponse partielle") if question.partly else _waiting(days)


def _waiting(days: int) -> str:
    if days < 1:
        return _("sans réponse")
    return ngettext(
        "sans réponse depuis %(days)d jour", "sans réponse depuis %(days)d jours", days
    ) % {"days": days}


def questions_part(facts: LetterFacts) -> str:
    lines = [question_line(question, facts) for question in facts.waiting]
    return listed(_("Questions qui attendent une réponse motivée :"), lines)


def dues_parts(facts: LetterFacts) -> list[str]:
    """Under two headings, since no word of ours can agree with every label."""
    missing = [f"– {due.label}" for due in facts.dues if not due.received]
    short = [
        f"– {due.label.rstrip(' .')}. {due.reason}"
        for due in facts.dues
        if due.received
    ]
    return [
        listed(
            _("Informations que nous n’avons pas encore reçues à ce jour :"), missing
        ),
        listed(_("Informations reçues, mais qui ne suffisent pas :"), short),
    ]


def papers_part(facts: LetterFacts) -> str:
    lines = [
        _("– %(number)s, %(title)s, remis le %(day)s par %(who)s")
        % {
            "number": paper.number,
            "title": paper.title,
            "day": day_in_words(paper.given_on),
            "who": paper.given_by,
        }
        for paper in facts.papers
    ]
    return listed(_("Documents reçus à ce jour :"), lines)
