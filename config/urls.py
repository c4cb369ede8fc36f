"""One list: the ground at the root, each floor under its project.

Django tries them in this order: the floor that most requests ask for comes first.
"""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("", include("projects.urls")),
    path("", include("agreements.urls")),
    path("", include("dialogue.urls")),
    path("", include("diagnostics.urls")),
]
