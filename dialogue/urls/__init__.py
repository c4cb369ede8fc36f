from dialogue.urls import consultations, opinions, questions, tools

app_name = "dialogue"
urlpatterns = [
    *consultations.urlpatterns,
    *questions.urlpatterns,
    *opinions.urlpatterns,
    *tools.urlpatterns,
]
