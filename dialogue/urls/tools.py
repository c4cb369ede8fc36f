from django.urls import path

from dialogue.views import calculator

urlpatterns = [
    path("outils/delais/", calculator.calculator, name="calculator"),
    path("outils/delais.json", calculator.calculator_json, name="calculator_json"),
]
