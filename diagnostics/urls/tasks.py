from django.urls import URLPattern, path

from diagnostics.views import quiz, shared_tasks, tasks

DIAG = "methodes/diag/"
QUIZ = f"{DIAG}quiz/"
TASKS = f"{DIAG}taches/"
TASK = f"{TASKS}<uuid:task_id>/"

urlpatterns: list[URLPattern] = [
    path(DIAG, quiz.diag, name="diag"),
    path(QUIZ, quiz.quiz, name="quiz"),
    path(f"{QUIZ}<str:quiz_code>/", quiz.quiz_item, name="quiz_item"),
    path(TASKS, tasks.tasks, name="tasks"),
    path(f"{TASKS}nouvelle/", tasks.task_new, name="task_new"),
    path(TASK, tasks.task, name="task"),
    path(f"{TASK}modifier/", tasks.task_edit, name="task_edit"),
    path(f"{TASK}supprimer/", tasks.task_delete, name="task_delete"),
    path(f"{TASK}partager/", tasks.task_share, name="task_share"),
    path(
        f"{DIAG}partages/<uuid:shared_id>/retirer/",
        tasks.shared_retract,
        name="shared_retract",
    ),
    path(
        "projets/<uuid:project_id>/cartes/",
        shared_tasks.shared_tasks,
        name="shared_tasks",
    ),
]
