"""What the delegation writes beside its questions: letters, drafts of the library."""

from django.utils import timezone

from agreements.demo.stage import Stage
from dialogue import library
from dialogue.actions import letters, questions
from dialogue.enums import LetterKind
from dialogue.letter_facts import propose
from dialogue.models import Consultation, Letter
from projects.actions import information_due
from projects.enums import DueState
from projects.models import Member

#: Left among the drafts, for the next sending.
TAKEN = ("relecture", "retour-arriere")


def request(stage: Stage, consultation: Consultation, *, actor: Member) -> None:
    """The first letter, sent two days after the information was asked for."""
    with stage.at(58, 16):
        # What is asked for is what somebody looked for and did not find.
        for line in consultation.project.information_due.all():
            information_due.judge_due(line, actor=actor, state=DueState.MISSING)
        letters.send(_letter(consultation, LetterKind.REQUEST, actor), actor=actor)


def prepare(
    stage: Stage,
    consultation: Consultation,
    *,
    elected: Member,
    delegate: Member,
    secretary: Member,
) -> None:
    """Ready, and not sent: the secretary still has to read them."""
    with stage.at(1, 17, 30):
        known = {one.id: one for one in library.questions()}
        questions.draft_from_library(
            consultation, actor=elected, chosen=[known[code] for code in TAKEN]
        )
    with stage.at(1, 17, 45):
        _letter(consultation, LetterKind.SUSPEND, delegate)
    with stage.at(1, 18):
        _letter(consultation, LetterKind.REMINDER, secretary)
    with stage.at(1, 18, 10):
        # Nobody has looked for it yet: the list still says « à juger ».
        information_due.add_due(
            consultation.project,
            actor=elected,
            label="Les mises à jour de l’assistant : qui décide, qui est prévenu",
            why="L. 2312-15 : information précise et écrite, réponses motivées",
        )


def _letter(consultation: Consultation, kind: LetterKind, actor: Member) -> Letter:
    consultation.refresh_from_db()
    today = timezone.localdate()
    proposal = propose(consultation, kind, member=actor, today=today)
    return letters.draft(
        consultation,
        actor=actor,
        kind=kind,
        subject=proposal.subject,
        body=proposal.body,
    )
