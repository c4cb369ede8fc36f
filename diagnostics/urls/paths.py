from django.urls import URLPattern, path

from diagnostics.views import paths, paths_read

PATH = "projets/<uuid:project_id>/parcours/"

urlpatterns: list[URLPattern] = [
    path(PATH, paths.path, name="path"),
    path(f"{PATH}choisir/", paths.path_new, name="path_new"),
    path(f"{PATH}revenir/", paths.path_back, name="path_back"),
    path(f"{PATH}arreter/", paths.path_leave, name="path_leave"),
    path(f"{PATH}<uuid:path_id>/", paths_read.path_read, name="path_read"),
    path(f"{PATH}resume/", paths.path_panel, name="path_panel"),
]
