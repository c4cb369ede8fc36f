from django.urls import path

from agreements.views import law

app_name = "agreements"
urlpatterns = [
    path("outils/droit/", law.law, name="law"),
]
