from django.urls import URLPattern, path

from diagnostics.views import library

urlpatterns: list[URLPattern] = [
    path("methodes/", library.library, name="library"),
    path("methodes/lexique/", library.glossary, name="glossary"),
    path("methodes/reperes/<slug:guide_slug>/", library.guide, name="guide"),
]
