from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """What every signed-in page costs before it shows anything of its own."""
    return render(request, "base.html")


urlpatterns = [path("vide/", empty, name="empty"), path("", include("config.urls"))]
