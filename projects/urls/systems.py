from django.urls import URLPattern, path

from projects.views import public_systems, suppliers, system_acts, systems

REGISTER = "organisations/<uuid:organisation_id>/registre/"
SUPPLIERS = f"{REGISTER}fournisseurs/"
SUPPLIER = f"{SUPPLIERS}<uuid:supplier_id>/"
SYSTEM = f"{REGISTER}<uuid:system_id>/"
PUBLIC = "registre-public/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(REGISTER, systems.systems, name="systems"),
    path(f"{REGISTER}export.csv", systems.systems_export, name="systems_export"),
    path(f"{REGISTER}nouveau/", systems.system_new, name="system_new"),
    path(SUPPLIERS, suppliers.suppliers, name="suppliers"),
    path(f"{SUPPLIERS}nouveau/", suppliers.supplier_new, name="supplier_new"),
    path(SUPPLIER, suppliers.supplier, name="supplier"),
    path(f"{SUPPLIER}modifier/", suppliers.supplier_edit, name="supplier_edit"),
    path(SYSTEM, systems.system, name="system"),
    path(f"{SYSTEM}modifier/", systems.system_edit, name="system_edit"),
    path(f"{SYSTEM}etat/", system_acts.system_state, name="system_state"),
    path(f"{SYSTEM}revue/", system_acts.system_review, name="system_review"),
    path(f"{SYSTEM}incident/", system_acts.system_incident, name="system_incident"),
    path(f"{SYSTEM}signaler/", system_acts.system_report, name="system_report"),
    path(
        f"{SYSTEM}signalements/<uuid:system_report_id>/",
        system_acts.system_answer,
        name="system_answer",
    ),
    path(f"{SYSTEM}publier/", system_acts.system_publish, name="system_publish"),
    path(
        f"{SYSTEM}publier/retirer/",
        system_acts.system_unpublish,
        name="system_unpublish",
    ),
    path(PUBLIC, public_systems.public_system, name="public_system"),
    path(
        f"{PUBLIC}signaler/",
        public_systems.public_report,
        name="public_report",
    ),
]
