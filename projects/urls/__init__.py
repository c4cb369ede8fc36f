from projects.urls import documents, people, projects, reminders, reports

app_name = "projects"
urlpatterns = [
    *people.urlpatterns,
    *projects.urlpatterns,
    *documents.urlpatterns,
    *reminders.urlpatterns,
    *reports.urlpatterns,
]
