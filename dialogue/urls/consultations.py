from django.urls import URLPattern, path

from dialogue.views import consultations as views
from dialogue.views import events

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
        f"{ONE}faits/<uuid:event_id>/corriger/",
        events.event_correct,
        name="event_correct",
    ),
    path(
        f"{ONE}faits/<uuid:event_id>/annuler/",
        events.event_cancel,
        name="event_cancel",
    ),
]
