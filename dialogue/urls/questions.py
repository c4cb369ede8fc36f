from django.urls import URLPattern, path

from dialogue.views import (
    batches,
    from_criterion,
    letter_papers,
    letter_votes,
    letters,
    library,
    questions,
)

PROJECT = "projets/<uuid:project_id>/"
LIST = f"{PROJECT}questions/"
ONE = f"{LIST}<uuid:question_id>/"
CRITERION = f"{PROJECT}diagnostics/<uuid:assessment_id>/criteres/<str:code>/"
LETTERS = f"{PROJECT}lettres/"
LETTER = f"{LETTERS}<uuid:letter_id>/"

urlpatterns: list[URLPattern] = [
    path(LIST, questions.question_list, name="questions"),
    path(f"{LIST}nouvelle/", questions.question_new, name="question_new"),
    path(f"{LIST}transmettre/", batches.questions_send, name="questions_send"),
    path(f"{LIST}envois/<uuid:batch_id>/", batches.batch, name="batch"),
    path(ONE, questions.question, name="question"),
    path(f"{ONE}modifier/", questions.question_edit, name="question_edit"),
    path(f"{ONE}retirer/", questions.question_withdraw, name="question_withdraw"),
    path(f"{ONE}reponse/", questions.answer_new, name="answer_new"),
    path(f"{ONE}appreciation/", questions.question_judge, name="question_judge"),
    path(f"{LIST}bibliotheque/", library.question_library, name="question_library"),
    path(
        f"{CRITERION}question/",
        from_criterion.question_from_criterion,
        name="question_from_criterion",
    ),
    path(
        f"{CRITERION}ordre-du-jour/",
        from_criterion.point_from_criterion,
        name="point_from_criterion",
    ),
    path(
        f"{PROJECT}fil/<uuid:item_id>/points/",
        from_criterion.points_of_item,
        name="points_of_item",
    ),
    path(LETTERS, letters.letter_list, name="letters"),
    path(f"{LETTERS}nouvelle/", letters.letter_new, name="letter_new"),
    path(LETTER, letters.letter, name="letter"),
    path(f"{LETTER}modifier/", letters.letter_edit, name="letter_edit"),
    path(f"{LETTER}envoyer/", letters.letter_send, name="letter_send"),
    path(f"{LETTER}docx/", letter_papers.letter_docx, name="letter_docx"),
    path(f"{LETTER}pdf/", letter_papers.letter_pdf, name="letter_pdf"),
    path(f"{LETTER}classer/", letter_papers.letter_file, name="letter_file"),
    path(f"{LETTER}ordre-du-jour/", letter_votes.letter_agenda, name="letter_agenda"),
    path(f"{LETTER}vote/", letter_votes.letter_adopt, name="letter_adopt"),
]
