from django.urls import URLPattern, path

from diagnostics.views import actors, interview_notes, interviews, syntheses

PROJECT = "projets/<uuid:project_id>/"
ACTORS = f"{PROJECT}acteurs/"
LIST = f"{PROJECT}entretiens/"
ONE = f"{LIST}<uuid:interview_id>/"
NOTES = f"{ONE}notes/"
GUIDE = f"{LIST}synthese/<uuid:guide_id>/"
WRITTEN = f"{PROJECT}syntheses/"
SYNTHESIS = f"{WRITTEN}<uuid:synthesis_id>/"
OBSERVATION = f"{PROJECT}observations/<uuid:observation_id>/"

urlpatterns: list[URLPattern] = [
    path(ACTORS, actors.actors, name="actors"),
    path(f"{ACTORS}nouveau/", actors.actor_new, name="actor_new"),
    path(f"{ACTORS}<uuid:actor_id>/", actors.actor_edit, name="actor_edit"),
    path(f"{ACTORS}<uuid:actor_id>/retirer/", actors.actor_remove, name="actor_remove"),
    path(LIST, interviews.interview_list, name="interviews"),
    path(f"{LIST}nouveau/", interviews.interview_new, name="interview_new"),
    path(ONE, interviews.interview, name="interview"),
    path(f"{ONE}modifier/", interviews.interview_edit, name="interview_edit"),
    path(f"{ONE}mener/", interviews.interview_lead, name="interview_lead"),
    path(f"{ONE}guide/", interviews.interview_guide, name="interview_guide"),
    path(f"{ONE}etat/", interviews.interview_move, name="interview_move"),
    path(f"{ONE}abandonner/", interviews.interview_cancel, name="interview_cancel"),
    path(NOTES, interview_notes.interview_notes, name="interview_notes"),
    path(f"{NOTES}effacer/", interview_notes.notes_erase, name="notes_erase"),
    path(
        f"{NOTES}<uuid:note_id>/effacer/", interview_notes.note_erase, name="note_erase"
    ),
    path(GUIDE, syntheses.synthesis_guide, name="synthesis_guide"),
    path(f"{GUIDE}<str:theme>/", syntheses.synthesis_theme, name="synthesis_theme"),
    path(WRITTEN, syntheses.syntheses, name="syntheses"),
    path(SYNTHESIS, syntheses.synthesis, name="synthesis"),
    path(f"{SYNTHESIS}partager/", syntheses.synthesis_share, name="synthesis_share"),
    path(f"{SYNTHESIS}observation/", syntheses.observation_new, name="observation_new"),
    path(OBSERVATION, syntheses.observation, name="observation"),
]
