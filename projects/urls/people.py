from django.urls import URLPattern, path

from projects.views import accounts, invitations, people, workplaces

ORGANISATION = "organisations/<uuid:organisation_id>/"
MEMBER = f"{ORGANISATION}membres/<uuid:member_id>/"
GUESTS = "projets/<uuid:project_id>/invites/"

urlpatterns: list[URLPattern] = [
    path(ORGANISATION, people.organisation, name="organisation"),
    path(
        f"{ORGANISATION}lieux/nouveau/", workplaces.workplace_new, name="workplace_new"
    ),
    path(
        f"{ORGANISATION}lieux/<uuid:workplace_id>/",
        workplaces.workplace_edit,
        name="workplace_edit",
    ),
    path(f"{ORGANISATION}inviter/", invitations.invite, name="invite"),
    path(
        f"{ORGANISATION}invitations/<uuid:invitation_id>/retirer/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path(f"{MEMBER}role/", people.member_role, name="member_role"),
    path(f"{MEMBER}fin/", people.member_end, name="member_end"),
    path(f"{MEMBER}mandats/nouveau/", people.mandate_new, name="mandate_new"),
    path(
        f"{ORGANISATION}mandats/<uuid:mandate_id>/fin/",
        people.mandate_end,
        name="mandate_end",
    ),
    path(GUESTS, invitations.guests, name="guests"),
    path(
        f"{GUESTS}<uuid:guest_id>/fin/",
        invitations.guest_end,
        name="guest_end",
    ),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("premier-demarrage/", accounts.first_run_page, name="first_run"),
    path("profil/", accounts.profile, name="profile"),
    path("profil/donnees/", accounts.profile_export, name="profile_export"),
    path("profil/fermer/", accounts.account_close, name="account_close"),
    path(
        "profil/sessions/<int:session_id>/fermer/",
        accounts.session_end,
        name="session_end",
    ),
]
