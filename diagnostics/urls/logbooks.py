from django.urls import URLPattern, path

from diagnostics.views import logbooks, needs

LOGBOOK = "projets/<uuid:project_id>/carnet/"
NEEDS = f"{LOGBOOK}besoins/"
NEED = f"{NEEDS}<uuid:need_id>/"

urlpatterns: list[URLPattern] = [
    path(LOGBOOK, logbooks.logbook, name="logbook"),
    path(f"{LOGBOOK}ouvrir/", logbooks.logbook_open, name="logbook_open"),
    path(f"{LOGBOOK}partager/", logbooks.logbook_share, name="logbook_share"),
    path(f"{LOGBOOK}pdf/", logbooks.logbook_pdf, name="logbook_pdf"),
    path(f"{LOGBOOK}conseils/<str:advice_code>/", logbooks.advice, name="advice"),
    path(NEEDS, needs.need_list, name="needs"),
    path(f"{NEEDS}nouveau/", needs.need_new, name="need_new"),
    path(f"{NEEDS}tableau.csv", needs.need_export, name="need_export"),
    path(NEED, needs.need, name="need"),
    path(f"{NEED}modifier/", needs.need_edit, name="need_edit"),
    path(f"{NEED}repondre/", needs.need_answer, name="need_answer"),
    path(f"{NEED}etat/", needs.need_move, name="need_move"),
    path(f"{NEED}partager/", needs.need_share, name="need_share"),
]
