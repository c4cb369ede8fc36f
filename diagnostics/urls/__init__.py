"""Addresses of the instruments floor."""

from diagnostics.urls import assessments

app_name = "diagnostics"
urlpatterns = [*assessments.urlpatterns]
