"""Addresses of the instruments floor."""

from diagnostics.urls import (
    assessments,
    instruments,
    interviews,
    library,
    logbooks,
    paths,
    tasks,
)

app_name = "diagnostics"
urlpatterns = [
    *assessments.urlpatterns,
    *logbooks.urlpatterns,
    *paths.urlpatterns,
    *library.urlpatterns,
    *instruments.urlpatterns,
    *interviews.urlpatterns,
    *tasks.urlpatterns,
]
