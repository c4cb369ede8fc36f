from django.urls import URLPattern, path

from dialogue.views import agenda, meetings

ORGANISATION = "organisations/<uuid:organisation_id>/reunions/"
PROJECT = "projets/<uuid:project_id>/reunions/"
ONE = f"{PROJECT}<uuid:meeting_id>/"
POINT = f"{ONE}points/<uuid:point_id>/"

urlpatterns: list[URLPattern] = [
    path(ORGANISATION, meetings.meeting_list, name="meetings"),
    path(f"{ORGANISATION}nouvelle/", meetings.meeting_new, name="meeting_new"),
    path(PROJECT, meetings.project_meetings, name="project_meetings"),
    path(ONE, meetings.meeting, name="meeting"),
    path(f"{ONE}modifier/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{ONE}actes/<slug:step>/", meetings.meeting_act, name="meeting_act"),
    path(f"{ONE}pdf/<slug:paper>/", meetings.meeting_pdf, name="meeting_pdf"),
    path(f"{ONE}presences/", agenda.sheet, name="meeting_sheet"),
    path(f"{ONE}points/nouveau/", agenda.point_new, name="point_new"),
    path(f"{ONE}points/plein-droit/", agenda.point_by_law, name="point_by_law"),
    path(POINT, agenda.point_edit, name="point_edit"),
    path(f"{POINT}retirer/", agenda.point_remove, name="point_remove"),
    path(f"{POINT}monter/", agenda.point_raise, name="point_raise"),
    path(f"{POINT}vote/", agenda.point_vote, name="point_vote"),
    path(f"{POINT}proces-verbal/", agenda.point_minutes, name="point_minutes"),
]
