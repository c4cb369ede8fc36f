from django.urls import path

from agreements.views import commitments, duties, law

app_name = "agreements"
PROJECT = "projets/<uuid:project_id>/"
LIST = f"{PROJECT}engagements/"
ONE = f"{LIST}<uuid:commitment_id>/"
CRITERION = f"{PROJECT}diagnostics/<uuid:assessment_id>/criteres/<str:code>/"
urlpatterns = [
    path(f"{PROJECT}du/", duties.duties, name="duties"),
    path(LIST, commitments.commitment_list, name="commitments"),
    path(ONE, commitments.commitment, name="commitment"),
    path(f"{ONE}modifier/", commitments.commitment_edit, name="commitment_edit"),
    path(f"{ONE}retirer/", commitments.commitment_withdraw, name="commitment_withdraw"),
    path(
        f"{CRITERION}engagement/",
        commitments.commitment_from_criterion,
        name="commitment_from_criterion",
    ),
    path("outils/droit/", law.law, name="law"),
]
