"""Rows held until the end of a transaction, and read again once they are held.

Whoever needs several takes them in one order: consultation, then question, opinion or
letter, then project (`items.lock_project`). Another order would have two acts wait for
each other; a state read before its row is held may be over when the act writes. A row
that points to a consultation holds it too, so its act starts there.
"""

from dialogue.models import Consultation, Letter, Question


def hold_consultation(consultation: Consultation) -> None:
    consultation.refresh_from_db(from_queryset=Consultation.objects.select_for_update())


def hold_question(question: Question) -> None:
    """Hold the question behind its consultation, which is read again with it."""
    consultation = question.consultation
    hold_consultation(consultation)
    question.refresh_from_db(from_queryset=Question.objects.select_for_update())
    if question.consultation_id == consultation.pk:
        # What was just held is what the act reads.
        question.consultation = consultation


def hold_letter(letter: Letter) -> None:
    consultation = letter.consultation
    hold_consultation(consultation)
    letter.refresh_from_db(from_queryset=Letter.objects.select_for_update())
    letter.consultation = consultation
