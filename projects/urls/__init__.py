from projects.urls import documents, people, projects, reminders, reports, systems

app_name = "projects"
urlpatterns = [
    *reminders.urlpatterns,
    *projects.urlpatterns,
    *documents.urlpatterns,
    *people.urlpatterns,
    *reports.urlpatterns,
    *systems.urlpatterns,
]
