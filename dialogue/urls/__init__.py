from dialogue.urls import consultations, meetings, opinions, questions, tools

app_name = "dialogue"
urlpatterns = [
    *consultations.urlpatterns,
    *questions.urlpatterns,
    *meetings.urlpatterns,
    *opinions.urlpatterns,
    *tools.urlpatterns,
]
