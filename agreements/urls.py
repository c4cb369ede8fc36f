from django.urls import path

from agreements.views import duties, law

app_name = "agreements"
urlpatterns = [
    path("projets/<uuid:project_id>/du/", duties.duties, name="duties"),
    path("outils/droit/", law.law, name="law"),
]
