from django.urls import path

from projects.views import reports

REPORT = "projets/<uuid:project_id>/rapports/<uuid:report_id>/"
urlpatterns = [
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}fichier/", reports.report_file, name="report_file"),
    path(f"{REPORT}relancer/", reports.retry, name="report_retry"),
    path("verifier/", reports.verify, name="verify"),
]
