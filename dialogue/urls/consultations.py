from django.urls import URLPattern, path

from dialogue.views import consultations as views

PROJECT = "projets/<uuid:project_id>/"
ONE = f"{PROJECT}consultations/<uuid:consultation_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{PROJECT}consultation/panneau/", views.consultation_panel, name="panel"),
    path(
        f"{PROJECT}consultations/nouvelle/",
        views.consultation_new,
        name="consultation_new",
    ),
    path(ONE, views.consultation, name="consultation"),
    path(f"{ONE}actes/<slug:act>/", views.consultation_act, name="consultation_act"),
    path(
        f"{ONE}echeances/<slug:code>/tenue/",
        views.consultation_step_done,
        name="consultation_step_done",
    ),
]
