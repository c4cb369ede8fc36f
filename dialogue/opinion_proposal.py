"""A motivated opinion proposed from the dossier (F6): what people wrote, in four parts.

Pure: values in, paragraphs out. Nothing is written by a model; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dialogue.enums import PassageKind
from dialogue.letters.facts import LetterFacts
from projects.french import french
from projects.workdays import day_in_words

QUOTE = 400
#: A passage holds 20,000 characters; a long file keeps room for what people add.
LONGEST = 12_000


@dataclass(frozen=True, slots=True)
class Finding:
    item: UUID
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the employer wrote it."""

    item: UUID
    number: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class Treated:
    """A question that was sent; `judged` is what the delegation said of the answers.

    `waits` until they are judged complete; `to_judge` while nobody has said anything.
    """

    item: UUID
    number: str
    text: str
    sent_on: date
    waits: bool
    answers: tuple[Given, ...]
    judged: str
    to_judge: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    facts: LetterFacts
    findings: tuple[Finding, ...]
    questions: tuple[Treated, ...]
    received: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """`key` is what it is made of: the same one is never proposed twice."""

    key: str
    kind: PassageKind
    title: str
    text: str
    origin: UUID | None = None


def draft_opinion(material: Material) -> list[Draft]:
    """Facts, answers, for and against, reserves and requests, in that order."""
    found = [
        *_facts(material),
        *_answers(material),
        *_for_and_against(material),
        *_reserves(material),
    ]
    return [
        Draft(
            draft.key,
            draft.kind,
            french(Truncator(draft.title).chars(200)),
            french(Truncator(draft.text).chars(LONGEST)),
            draft.origin,
        )
        for draft in found
        if draft.text
    ]


def _quote(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(QUOTE)


def _facts(material: Material) -> Iterator[Draft]:
    facts = material.facts
    known: list[tuple[date | None, str]] = [
        (facts.announced_on, _("projet annoncé (fiche du projet)")),
        (facts.first_use_on, _("premier usage constaté (fiche du projet)")),
        (facts.requested_on, _("information demandée par le CSE")),
        (facts.information_on, _("information remise au CSE")),
        (facts.expert_on, _("expertise votée")),
    ]
    days = sorted((day, label) for day, label in known if day)
    lines = [f"– {day_in_words(day)} : {label}." for day, label in days]
    lines += [
        _("– Document %(number)s, %(title)s, remis le %(day)s par %(who)s.")
        % {
            "number": paper.number,
            "title": paper.title,
            "day": day_in_words(paper.given_on),
            "who": paper.given_by,
        }
        for paper in facts.papers
    ]
    title = _("Les faits et leur source")
    yield Draft("facts", PassageKind.POINT, title, "\n".join(lines))
    for finding in material.findings:
        yield Draft(
            f"finding:{finding.item}",
            PassageKind.POINT,
            _("Constat %(number)s") % {"number": finding.number},
            finding.title,
            finding.item,
        )


def _answers(material: Material) -> Iterator[Draft]:
    done = [question for question in material.questions if not question.waits]
    lines = [
        _("– %(number)s : %(text)s\n%(answers)s")
        % {
            "number": question.number,
            "text": _quote(question.text),
            "answers": "\n".join(map(_answer_line, question.answers)),
        }
        for question in done
    ]
    lines += [
        _("– Information reçue : %(label)s") % {"label": label}
        for label in material.received
    ]
    only = done[0].answers[-1].item if len(done) == 1 and done[0].answers else None
    title = _("Ce qui a reçu une réponse complète")
    yield Draft("answered", PassageKind.POINT, title, "\n".join(lines), only)
    for question in material.questions:
        if question.waits:
            yield _unanswered(question)


def _answer_line(answer: Given) -> str:
    return _("Réponse %(number)s du %(day)s : « %(text)s »") % {
        "number": answer.number,
        "day": day_in_words(answer.on),
        "text": _quote(answer.text),
    }


def _unanswered(question: Treated) -> Draft:
    if question.to_judge:
        title = _("Réponse à juger : %(number)s")
    elif question.answers:
        title = _("Réponse incomplète à %(number)s")
    else:
        title = _("Sans réponse : %(number)s")
    asked = _("Le %(day)s, nous avons demandé : « %(text)s »") % {
        "day": day_in_words(question.sent_on),
        "text": _quote(question.text),
    }
    lines = [asked, *map(_answer_line, question.answers)]
    if question.judged:
        lines.append(question.judged)
    if question.to_judge:
        lines.append(_("Le CSE n’a pas encore jugé si cette réponse est complète."))
    if not question.answers:
        lines.append(_("Cette question est restée sans réponse."))
    origin = question.answers[-1].item if question.answers else question.item
    return Draft(
        f"question:{question.item}",
        PassageKind.POINT,
        title % {"number": question.number},
        "\n".join(lines),
        origin,
    )


def _for_and_against(material: Material) -> Iterator[Draft]:
    """What is for is people's own to write: an answer is no point in favour."""
    # A text that still holds these words is not put to the vote.
    yield Draft(
        "for",
        PassageKind.POINT,
        _("Points pour"),
        _("[à compléter : ce que le CSE trouve favorable, ou retirez ce passage]"),
    )
    facts = material.facts
    bad = []
    if facts.used_early and facts.first_use_on:
        bad.append(
            _("– L’outil est en usage depuis le %(day)s, avant tout avis.")
            % {"day": day_in_words(facts.first_use_on)}
        )
    bad += _lacking(material)
    yield Draft("against", PassageKind.POINT, _("Points contre"), "\n".join(bad))


def _lacking(material: Material) -> list[str]:
    """The one list of what is not there: reserves and requests refer to it."""
    lines = [
        _("– Information insuffisante : %(label)s. %(reason)s")
        % {"label": due.label.rstrip(" ."), "reason": due.reason}
        if due.received
        else _("– Information manquante : %(label)s") % {"label": due.label}
        for due in material.facts.dues
    ]
    for question in material.questions:
        if question.to_judge:
            words = _("– %(number)s : réponse reçue, que le CSE n’a pas encore jugée.")
        else:
            words = _("– %(number)s attend une réponse complète.")
        if question.waits:
            lines.append(words % {"number": question.number})
    return lines


def _reserves(material: Material) -> Iterator[Draft]:
    if not _lacking(material):
        return
    yield Draft(
        "reserves",
        PassageKind.RESERVE,
        _("Réserves"),
        _(
            "Le CSE se prononce sans disposer de tous les éléments demandés : leur "
            "liste est dans « Points contre »."
        ),
    )
    asked = []
    if material.facts.dues:
        asked.append(_("– remettre les informations listées dans « Points contre »"))
    if any(row.waits and not row.to_judge for row in material.questions):
        asked.append(_("– répondre par écrit aux questions listées au même endroit"))
    if asked:
        lead = _("Le CSE demande à l’employeur de :")
        title = _("Demandes")
        yield Draft("wishes", PassageKind.WISH, title, "\n".join([lead, *asked]))
