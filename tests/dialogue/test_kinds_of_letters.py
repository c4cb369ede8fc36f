"""Each kind of letter read as a person would: its words, its sources, its refusals."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dialogue.enums import ConsultationState, LetterKind
from dialogue.law.consultation import consultation_dates
from dialogue.law.facts import Facts
from dialogue.letters.facts import Asked, Due, LetterFacts, Paper
from dialogue.letters.kinds import PURPOSES, WRITERS, assemble
from dialogue.letters.layout import blocks
from dialogue.letters.proposal import Proposal
from projects.enums import Confidence, Regime
from projects.french import french

K = LetterKind
TODAY = date(2026, 11, 10)
HANDED_ON = date(2026, 10, 26)
QUESTION = Asked(
    number="Q-3",
    text="Qui voit les temps de réponse ?",
    sent_on=date(2026, 10, 30),
    wanted_on=date(2026, 11, 6),
    waits=True,
    partly=False,
)
CALENDAR = Due(label="Calendrier.", reason="Il s’arrête au pilote.", received=True)
NOTE = Paper(number="D-1", title="Note", given_by="Claire Fontanet", given_on=HANDED_ON)


def facts(**known: Any) -> LetterFacts:
    start = known.setdefault("information_on", HANDED_ON)
    found = LetterFacts(
        subject="Assistant du service client",
        tool="l’outil « Lexa Répond »",
        organisation="CSE Clientis",
        writer="Nadia Berrada",
        today=TODAY,
        regime=Regime.PRIVATE,
        consulted=True,
        state=ConsultationState.OPEN,
        opinion=consultation_dates(Facts(information_on=start)).date_for("avis"),
        papers=(NOTE,),
    )
    return replace(found, **known)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def paragraphs(proposal: Proposal) -> list[str]:
    assert proposal.missing == ""
    return plain(proposal.body).split("\n\n")


def articles(proposal: Proposal) -> list[str]:
    return [plain(source.detail) for source in proposal.sources]


FULL = facts(
    questions=(QUESTION,),
    dues=(CALENDAR,),
    used_early=True,
    first_use_on=date(2026, 9, 3),
    announced_on=date(2026, 9, 20),
)


def test_every_kind_has_its_writer_and_says_what_it_is_for() -> None:
    assert set(WRITERS) == set(PURPOSES) == set(K)


@pytest.mark.parametrize("kind", K)
def test_a_full_dossier_makes_every_kind_and_each_ends_with_a_name_or_a_vote(
    kind: LetterKind,
) -> None:
    last = paragraphs(assemble(kind, FULL))[-1]
    assert last.startswith(("Pour la délégation du personnel,\nNadia", "Résultat du"))


@pytest.mark.parametrize("kind", K)
def test_what_is_marked_m_is_a_note_and_never_a_source_nor_in_the_text(
    kind: LetterKind,
) -> None:
    proposal = assemble(kind, FULL)
    assert str(Confidence.M.label) not in {source.mark for source in proposal.sources}
    assert "à vérifier" not in proposal.body
    assert proposal.body == french(proposal.body)


def test_a_request_asks_for_what_is_missing_and_says_what_was_received() -> None:
    asked = facts(
        dues=(CALENDAR, Due(label="Les notices", reason="", received=False)),
        information_on=None,
        watches=True,
    )
    assert paragraphs(assemble(K.REQUEST, asked)) == [
        "Madame, Monsieur,",
        "Pour examiner le projet « Assistant du service client », il nous faut des "
        "informations que nous n’avons pas, ou que nous n’avons pas en entier. Nous "
        "vous demandons de nous les transmettre par écrit.",
        "Informations que nous n’avons pas encore reçues à ce jour :\n– Les notices",
        "Informations reçues, mais qui ne suffisent pas :\n"
        "– Calendrier. Il s’arrête au pilote.",
        "Documents reçus à ce jour :\n"
        "– D-1, Note, remis le 26 octobre 2026 par Claire Fontanet",
        "L’article L. 2312-15 du code du travail prévoit que le CSE dispose "
        "d’informations précises et écrites, et de la réponse motivée de l’employeur "
        "à ses observations.",
        "L’article L. 2312-38 prévoit que le CSE est informé et consulté avant la "
        "décision de mettre en œuvre un moyen qui permet de contrôler l’activité.",
        "Le délai de la consultation part du jour où les informations exigées nous "
        "sont données, ou annoncées dans la base de données (article R. 2312-5).",
        "Pour la délégation du personnel,\nNadia Berrada",
    ]


def test_the_notice_counts_aloud_and_cites_the_rule() -> None:
    notice = assemble(K.NOTICE, facts())
    text = paragraphs(notice)
    assert "données le 26 octobre 2026" in text[1]
    assert text[2] == (
        "Sans avis au plus tard le 26 novembre 2026, le CSE sera réputé avoir rendu "
        "un avis négatif, et l’employeur pourra décider."
    )
    assert text[3] == "Texte appliqué : R. 2312-6, I."
    assert "R. 2312-6, I" in articles(notice)
    assert notice.notes == ()


@pytest.mark.parametrize("lacking", [{"dues": (CALENDAR,)}, {"questions": (QUESTION,)}])
def test_the_notice_of_an_incomplete_file_grants_no_starting_day(
    lacking: dict[str, Any],
) -> None:
    notice = assemble(K.NOTICE, facts(**lacking))
    text = paragraphs(notice)
    assert "nous ont été données" not in notice.body
    assert "vous indiquez nous avoir remis les informations le 26 octobre" in text[1]
    assert "nous réservons notre position" in text[1]
    assert plain(notice.notes[0]).startswith("La lettre réserve le point de départ")


def test_an_answer_still_to_judge_is_no_ground_for_the_reserve() -> None:
    answered = replace(QUESTION, to_judge=True)
    assert "nous réservons" not in assemble(K.NOTICE, facts(questions=(answered,))).body


def test_a_second_date_that_is_only_argued_stays_out_of_the_notice() -> None:
    # 31 January: the month ends on a Saturday.
    notice = assemble(
        K.NOTICE, facts(information_on=date(2026, 1, 31), today=date(2026, 2, 2))
    )
    assert "28 février 2026" in notice.body
    assert "2 mars" not in notice.body
    assert [plain(note) for note in notice.notes] == [
        "Un report au 2 mars 2026 se plaide, mais il est à vérifier : la lettre n’en "
        "parle pas."
    ]


def test_the_demand_to_suspend_dates_the_use_and_quotes_decisions() -> None:
    demand = assemble(K.SUSPEND, FULL)
    text = paragraphs(demand)
    assert text[1] == (
        "Nous constatons que l’outil « Lexa Répond » est en usage depuis le 3 "
        "septembre 2026, alors que le projet « Assistant du service client » n’a reçu "
        "aucun avis à cette date."
    )
    assert text[2].split("\n")[1:] == [
        "– 3 septembre 2026 : premier usage constaté",
        "– 20 septembre 2026 : projet annoncé",
        "– 26 octobre 2026 : information remise au CSE",
    ]
    assert "n° 24/01457" in text[4]
    assert "n° 25/57412" not in plain(demand.body)
    assert any("n° 25/57412" in plain(note) for note in demand.notes)


def test_the_record_of_obstruction_lists_dated_facts_and_decides_nothing() -> None:
    record = assemble(K.OBSTRUCTION, FULL)
    text = paragraphs(record)
    assert text[0] == "Constat"
    assert text[2].split("\n")[1:] == [
        "– 3 septembre 2026 : premier usage constaté de l’outil « Lexa Répond », avant "
        "tout avis.",
        "– Q-3, transmise le 30 octobre 2026 (sans réponse depuis 11 jours) : Qui voit "
        "les temps de réponse ?",
    ]
    assert "nous paraissent" in record.body
    assert plain(record.notes[0]).startswith("Seul un tribunal dit s’il y a entrave")


def test_a_question_is_no_obstruction_before_its_wished_date() -> None:
    early = facts(questions=(QUESTION,), today=date(2026, 11, 6))
    assert assemble(K.OBSTRUCTION, early).missing.startswith("Aucun fait daté")
    late = replace(early, today=date(2026, 11, 7))
    assert assemble(K.OBSTRUCTION, late).missing == ""


def test_the_court_resolution_holds_its_mandate_and_the_day_of_the_writ() -> None:
    resolution = assemble(K.COURT, FULL)
    titles = [block.lines[0] for block in blocks(resolution.body)]
    assert [one for one in titles if one in {"Vu", "Considérant", "Décide"}] == [
        "Vu",
        "Considérant",
        "Décide",
    ]
    assert "donne mandat à [à compléter" in plain(resolution.body)
    assert "au plus tard le 26 novembre 2026" in plain(resolution.notes[0])
    # The wording of the mandate is marked M: it is left to the lawyer.
    assert any("nommément désignée" in note for note in resolution.notes)


def test_the_expert_resolution_names_a_firm_to_fill_in_and_who_pays() -> None:
    resolution = assemble(K.EXPERT, FULL)
    assert "désigne [à compléter : nom et adresse du cabinet]" in plain(resolution.body)
    assert "quatre-vingts pour cent" in resolution.body
    assert {"R. 2315-45", "R. 2315-46", "R. 2315-47"} <= set(articles(resolution))


@pytest.mark.parametrize(
    ("kind", "known", "sentence"),
    [
        (K.REQUEST, facts(), "Aucune information attendue n’est marquée"),
        (K.REMINDER, facts(), "Rien ne manque à ce jour"),
        (K.NOTICE, facts(information_on=None), "Le délai n’a pas commencé"),
        (K.NOTICE, facts(state=ConsultationState.CLOSED), "La consultation n’est pas"),
        (K.NOTICE, facts(opinion=None), "Aucune date n’est comptée tant que"),
        (K.NOTICE, facts(today=date(2026, 11, 27)), "Le dernier jour sûr est passé"),
        (K.SUSPEND, facts(), "Aucun usage n’est constaté"),
        (K.SUSPEND, facts(first_use_on=TODAY), "Le premier usage constaté vient après"),
        (K.OBSTRUCTION, facts(), "Aucun fait daté ne fonde ce constat"),
        (K.COURT, facts(), "Rien n’est noté comme manquant"),
        (K.COURT, facts(information_on=None), "Aucun délai ne court"),
        (K.COURT, facts(today=date(2026, 11, 27)), "Le dernier jour sûr pour saisir"),
        (K.EXPERT, facts(expert_on=TODAY), "Une expertise est déjà votée, le 10"),
        (K.EXPERT, facts(expert_refused="Trop tard."), "Trop tard."),
        (
            K.EXPERT,
            facts(state=ConsultationState.FOLLOW_UP),
            "La consultation est terminée",
        ),
    ],
)
def test_a_kind_whose_facts_are_missing_says_which(
    kind: LetterKind, known: LetterFacts, sentence: str
) -> None:
    proposal = assemble(kind, known)
    assert plain(proposal.missing).startswith(sentence)
    assert proposal.body == ""


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (K.NOTICE, "Dans le secteur public, le silence de l’instance ne vaut pas"),
        (K.OBSTRUCTION, "Ce constat repose sur le code du travail"),
        (K.COURT, "Cette délibération repose sur le code du travail"),
        (K.EXPERT, "La présidence de la formation spécialisée peut"),
    ],
)
def test_the_public_sector_has_neither_deemed_opinion_nor_labour_code(
    kind: LetterKind, sentence: str
) -> None:
    public = replace(FULL, regime=Regime.PUBLIC, consulted=False)
    assert plain(assemble(kind, public).missing).startswith(sentence)


@pytest.mark.parametrize("kind", [K.REQUEST, K.REMINDER, K.SUSPEND])
def test_what_may_be_asked_in_the_public_sector_cites_its_own_code(
    kind: LetterKind,
) -> None:
    public = assemble(kind, replace(FULL, regime=Regime.PUBLIC, consulted=False))
    assert "général de la fonction publique" in public.body
    assert "code du travail" not in public.body


@pytest.mark.parametrize("kind", [K.NOTICE, K.SUSPEND, K.OBSTRUCTION, K.EXPERT])
def test_under_fifty_nothing_rests_on_a_consultation(kind: LetterKind) -> None:
    small = replace(FULL, consulted=False)
    assert "cinquante salarié·es" in assemble(kind, small).missing


def test_a_text_is_laid_out_by_its_lines() -> None:
    body = "Décide\n\nLes points :\n– un\n– deux\n\nFin.\n\n– seul"
    assert [(block.kind, block.lines) for block in blocks(body)] == [
        ("title", ("Décide",)),
        ("text", ("Les points :",)),
        ("list", ("un", "deux")),
        ("text", ("Fin.",)),
        ("list", ("seul",)),
    ]
    assert blocks("  \n\n") == []
