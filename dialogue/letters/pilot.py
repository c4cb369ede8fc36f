"""What is said of a use that came too early: a demand to suspend, a record (A7, K6)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dialogue.law.books import RULES
from dialogue.letters.facts import LetterFacts
from dialogue.letters.proposal import (
    Proposal,
    assembled,
    dues_parts,
    listed,
    named,
    question_line,
    refused,
    signed,
    told,
)
from projects.workdays import day_in_words

PRIVATE = ("A-01", "A-03", "A-01d", "A-14b")


def suspend(facts: LetterFacts) -> Proposal:
    """Ask that the tool be put aside until the opinion (L2312-14)."""
    if refusal := _no_early_use(facts):
        return refused(refusal)
    assert facts.first_use_on is not None
    opening = _(
        "Madame, Monsieur,\n\nNous constatons que %(tool)s est en usage depuis le "
        "%(day)s, alors que le projet « %(subject)s » n’a reçu aucun avis à cette date."
    ) % {
        "tool": facts.tool,
        "day": day_in_words(facts.first_use_on),
        "subject": facts.subject,
    }
    words = [_public_grounds()]
    rules: tuple[str, ...] = ("B-07a",)
    decisions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    if not facts.public:
        words, rules = [_private_grounds(), _decisions()], PRIVATE
        decisions = ("F-03", "F-04", "F-07")
        notes = (
            _("Une décision va dans l’autre sens, lisez-la : %(decision)s.")
            % {"decision": named("F-07")},
        )
    return assembled(
        _("Usage avant l’avis : %(subject)s") % {"subject": facts.subject},
        [opening, _chronology(facts), *words, _demands(), signed(facts)],
        facts=facts,
        rules=rules,
        decisions=decisions,
        notes=(_nobody_named(), *notes),
    )


def _demands() -> str:
    return listed(
        _("Nous vous demandons :"),
        [
            _("– de suspendre cet usage jusqu’à la fin de la consultation ;"),
            _(
                "– de nous dire par écrit depuis quand, sur quels sites et dans "
                "quelles équipes l’outil est utilisé ;"
            ),
            _(
                "– de nous dire quelles données il a recueillies depuis, et ce "
                "qu’elles deviennent."
            ),
        ],
    )


def _no_early_use(facts: LetterFacts) -> str:
    if not facts.public and not facts.consulted:
        return str(RULES["A-02"].sentence)
    if facts.first_use_on is None:
        return _(
            "Aucun usage n’est constaté : notez d’abord le premier usage dans le "
            "résumé du dossier."
        )
    if not facts.used_early:
        return _("Le premier usage constaté vient après l’avis.")
    return ""


def _chronology(facts: LetterFacts) -> str:
    known: list[tuple[date | None, str]] = [
        (facts.announced_on, _("projet annoncé")),
        (facts.pilot_planned_on, _("date prévue du pilote")),
        (facts.first_use_on, _("premier usage constaté")),
        (facts.requested_on, _("information demandée par le CSE")),
        (facts.information_on, _("information remise au CSE")),
    ]
    days = sorted((day, label) for day, label in known if day)
    return listed(
        _("Les dates du dossier :"),
        [f"– {day_in_words(day)} : {label}" for day, label in days],
    )


def _private_grounds() -> str:
    return _(
        "L’article L. 2312-8 du code du travail prévoit que le CSE est informé et "
        "consulté sur l’introduction de nouvelles technologies. Selon l’article "
        "L. 2312-14, la consultation précède la décision."
    )


def _public_grounds() -> str:
    return _(
        "Le code général de la fonction publique (articles R. 253-21, R. 253-25 et "
        "R. 253-29) prévoit que la formation spécialisée est consultée sur "
        "l’introduction de nouvelles technologies lorsqu’elles peuvent toucher la "
        "santé et la sécurité."
    )


def _decisions() -> str:
    return listed(
        _(
            "Des juges ont déjà suspendu des projets d’IA avant la fin de la "
            "consultation :"
        ),
        [told("F-03"), told("F-04")],
    )


def _nobody_named() -> str:
    return _(
        "La lettre ne dit pas comment vous avez constaté l’usage : ne nommez aucun·e "
        "collègue."
    )


def obstruction(facts: LetterFacts) -> Proposal:
    """A dated record of what stood in the way of the committee (L2317-1)."""
    if refusal := _no_record(facts):
        return refused(refusal)
    opening = _(
        "Le %(today)s, nous, membres de la délégation du personnel, constatons ce qui "
        "suit dans la consultation « %(subject)s »."
    ) % {"today": day_in_words(facts.today), "subject": facts.subject}
    law = _(
        "Ces faits nous paraissent faire obstacle au fonctionnement régulier du CSE. "
        "L’article L. 2317-1 du code du travail punit l’entrave d’une amende. Nous "
        "vous demandons d’y mettre fin et de nous répondre par écrit."
    )
    return assembled(
        _("Constat d’entrave : %(subject)s") % {"subject": facts.subject},
        [
            _("Constat"),
            opening,
            listed(_("Faits constatés :"), _hindrances(facts)),
            *dues_parts(facts),
            law,
            signed(facts),
        ],
        facts=facts,
        rules=("A-14", "A-03", "A-04"),
        notes=(
            _("Seul un tribunal dit s’il y a entrave : faites relire ce constat."),
            _("Joignez les preuves de chaque fait, sans nommer de collègue."),
        ),
    )


def _no_record(facts: LetterFacts) -> str:
    if facts.public:
        return _(
            "Ce constat repose sur le code du travail : il ne vaut pas dans le secteur "
            "public."
        )
    if not facts.consulted:
        return str(RULES["A-02"].sentence)
    if not _hindrances(facts):
        return _(
            "Aucun fait daté ne fonde ce constat : ni usage avant l’avis, ni "
            "information demandée et non remise, ni question sans réponse après la "
            "date souhaitée."
        )
    return ""


def _hindrances(facts: LetterFacts) -> list[str]:
    found = []
    if facts.used_early and facts.first_use_on:
        found.append(
            _("– %(day)s : premier usage constaté de %(tool)s, avant tout avis.")
            % {"day": day_in_words(facts.first_use_on), "tool": facts.tool}
        )
    if facts.requested_on and facts.information_on is None:
        found.append(
            _(
                "– %(day)s : information demandée par écrit. À ce jour, elle n’est pas "
                "remise."
            )
            % {"day": day_in_words(facts.requested_on)}
        )
    found += [question_line(question, facts) for question in facts.overdue]
    return found
