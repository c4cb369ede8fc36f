"""Addresses of the instruments floor."""

from diagnostics.urls import assessments, library, logbooks, paths

app_name = "diagnostics"
urlpatterns = [
    *assessments.urlpatterns,
    *logbooks.urlpatterns,
    *paths.urlpatterns,
    *library.urlpatterns,
]
