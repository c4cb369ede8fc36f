"""One list: the ground at the root, each floor under its project."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("", include("agreements.urls")),
    path("", include("dialogue.urls")),
    path("", include("diagnostics.urls")),
    path("", include("projects.urls")),
]
