from django.urls import path

from projects.views import documents, information_due

DOCUMENTS = "projets/<uuid:project_id>/documents/"
DOCUMENT = f"{DOCUMENTS}<uuid:document_id>/"
DUE = f"{DOCUMENTS}informations/"

urlpatterns = [
    path(DOCUMENTS, information_due.documents_page, name="documents"),
    path(f"{DOCUMENTS}nouveau/", documents.document_new, name="document_new"),
    path(DOCUMENT, documents.document, name="document"),
    path(f"{DOCUMENT}version/", documents.version_new, name="version_new"),
    path(
        f"{DOCUMENT}version/<uuid:version_id>/",
        documents.version_file,
        name="version_file",
    ),
    path(f"{DOCUMENT}lecteurs/", documents.document_readers, name="document_readers"),
    path(f"{DOCUMENT}partager/", documents.document_share, name="document_share"),
    path(f"{DOCUMENT}information/", documents.document_link, name="document_link"),
    path(f"{DUE}nouvelle/", information_due.due_new, name="due_new"),
    path(f"{DUE}proposer/", information_due.due_suggest, name="due_suggest"),
    path(f"{DUE}<uuid:due_id>/", information_due.due_judge, name="due_judge"),
    path(
        f"{DUE}<uuid:due_id>/retirer/",
        information_due.due_withdraw,
        name="due_withdraw",
    ),
]
