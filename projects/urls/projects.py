from django.urls import URLPattern, path

from projects.views import history, projects, register, summary, uses

PROJECT = "projets/<uuid:project_id>/"

urlpatterns: list[URLPattern] = [
    path(
        "organisations/<uuid:organisation_id>/projets/",
        register.projects,
        name="projects",
    ),
    path(
        "organisations/<uuid:organisation_id>/projets/nouveau/",
        projects.project_new,
        name="project_new",
    ),
    path(PROJECT, summary.project, name="project"),
    path(f"{PROJECT}modifier/", projects.project_edit, name="project_edit"),
    path(f"{PROJECT}usage/", uses.project_uses, name="project_uses"),
    path(f"{PROJECT}phase/", projects.project_phase, name="project_phase"),
    path(f"{PROJECT}premier-usage/", summary.first_use, name="first_use"),
    path(
        f"{PROJECT}premier-usage/retirer/",
        summary.first_use_withdraw,
        name="first_use_withdraw",
    ),
    path(f"{PROJECT}historique/", history.history, name="history"),
    path(
        f"{PROJECT}historique/export.csv",
        history.history_export,
        name="history_export",
    ),
    path(f"{PROJECT}fil/<uuid:item_id>/", history.item, name="item"),
]
