from django.urls import path

from projects.views import feeds, health, live, mailbox, notices, preferences, week

urlpatterns = [
    path("", week.week, name="week"),
    path("notifications/", notices.notices, name="notices"),
    path("notifications/nombre/", notices.notices_count, name="notices_count"),
    path("notifications/lues/", notices.notices_read, name="notices_read"),
    path("profil/rappels/", preferences.preferences, name="preferences"),
    path(
        "desabonnement/<str:signed>/",
        preferences.unsubscribe,
        name="unsubscribe",
    ),
    path("profil/calendrier/", feeds.feed_renew, name="feed_renew"),
    path("calendrier/<slug:token>.ics", feeds.feed, name="feed"),
    path("direct/", live.live, name="live"),
    path("projets/<uuid:project_id>/nouveau/", live.moved, name="moved"),
    path("projets/<uuid:project_id>/presence/", live.presence, name="presence"),
    path("sante", health.health, name="health"),
    path("courriels/", mailbox.mailbox, name="mailbox"),
]
