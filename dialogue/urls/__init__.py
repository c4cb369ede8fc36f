from dialogue.urls import consultations, opinions, questions

app_name = "dialogue"
urlpatterns = [
    *consultations.urlpatterns,
    *questions.urlpatterns,
    *opinions.urlpatterns,
]
