from django.urls import URLPattern, path

from dialogue.views import consultations as views
from dialogue.views import events, expertise, levels

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
    path(f"{ONE}expertise/", expertise.expertise, name="expertise"),
    path(f"{ONE}expertise/modifier/", expertise.expertise_edit, name="expertise_edit"),
    path(f"{ONE}niveaux/", levels.levels, name="levels"),
    path(f"{ONE}niveaux/modifier/", levels.levels_edit, name="levels_edit"),
    path(f"{ONE}niveaux/avis/", levels.forwarded_new, name="forwarded_new"),
    path(
        f"{ONE}niveaux/avis/<uuid:forwarded_id>/retirer/",
        levels.forwarded_remove,
        name="forwarded_remove",
    ),
]
