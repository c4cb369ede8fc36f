from django.urls import URLPattern, path

from diagnostics.views import assessment_changes as changes
from diagnostics.views import (
    assessments,
    criteria,
    files,
    findings,
    practices,
    sheets,
    systems,
)

PROJECT = "projets/<uuid:project_id>/"
LIST = f"{PROJECT}diagnostics/"
ONE = f"{LIST}<uuid:assessment_id>/"
SHEET = f"{ONE}feuilles/<uuid:respondent_id>/"
CRITERION = f"{ONE}criteres/<str:code>/"
FINDING = f"{PROJECT}constats/<uuid:finding_id>/"

urlpatterns: list[URLPattern] = [
    path(
        "organisations/<uuid:organisation_id>/registre/<uuid:system_id>/diagnostics/",
        systems.system_assessments,
        name="system_assessments",
    ),
    path(LIST, assessments.assessment_list, name="assessments"),
    path(f"{LIST}nouveau/", assessments.assessment_new, name="assessment_new"),
    path(f"{LIST}reprendre/", files.assessment_import, name="assessment_import"),
    path(ONE, assessments.assessment, name="assessment"),
    path(f"{ONE}pdf/", files.assessment_pdf, name="assessment_pdf"),
    path(f"{ONE}grille-pdf/", files.blank_pdf, name="blank_pdf"),
    path(f"{ONE}json/", files.assessment_json, name="assessment_json"),
    path(f"{ONE}tableau/<str:end>/", files.assessment_table, name="assessment_table"),
    path(f"{ONE}pratiques/", practices.practices, name="practices"),
    path(
        f"{ONE}pratiques/<uuid:practice_id>/",
        practices.practice_move,
        name="practice_move",
    ),
    path(
        f"{ONE}pratiques/<uuid:practice_id>/abandonner/",
        practices.practice_drop,
        name="practice_drop",
    ),
    path(f"{ONE}repondre/", assessments.respondent_join, name="respondent_join"),
    path(f"{ONE}groupe/", assessments.respondent_group, name="respondent_group"),
    path(f"{ONE}clore/", assessments.assessment_close, name="assessment_close"),
    path(f"{ONE}modifier/", changes.assessment_edit, name="assessment_edit"),
    path(f"{ONE}annuler/", changes.assessment_cancel, name="assessment_cancel"),
    path(f"{ONE}rouvrir/", changes.assessment_reopen, name="assessment_reopen"),
    path(f"{ONE}refaire/", changes.assessment_repeat, name="assessment_repeat"),
    path(SHEET, sheets.sheet, name="sheet"),
    path(f"{SHEET}remettre/", sheets.sheet_finish, name="sheet_finish"),
    path(f"{SHEET}<str:code>/", sheets.sheet_step, name="sheet_step"),
    path(CRITERION, criteria.criterion, name="criterion"),
    path(f"{CRITERION}accord/", criteria.level_say, name="level_say"),
    path(f"{CRITERION}constat/", findings.finding_new, name="finding_new"),
    path(FINDING, findings.finding, name="finding"),
    path(f"{FINDING}partager/", findings.finding_share, name="finding_share"),
]
