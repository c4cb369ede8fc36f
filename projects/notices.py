"""In-app notices: who is told what, and the one digest a day made of them."""

import logging
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import live, mail
from projects.access import request_places
from projects.actions.preferences import Wish, unsubscribe_url
from projects.models import Mail, Member, Notice, Project, User
from projects.models.reports import NoticeQuerySet
from projects.numbers import quoted

logger = logging.getLogger(__name__)

DIGEST_LINES = 5


def tell(
    project: Project | None,
    members: Iterable[Member],
    sentence: str,
    url: str,
    *,
    actor: Member | None,
) -> None:
    """One notice per member, except for the one who acted. Runs inside the act.

    The caller chooses members who may see the thing (same rule as the page).
    """
    told = Notice.objects.bulk_create(
        Notice(
            user_id=member.user_id,
            member=member,
            project=project,
            sentence=sentence[:300],
            url=url,
        )
        for member in members
        if actor is None or member.user_id != actor.user_id
    )
    live.notify_on_commit({notice.user_id for notice in told})


def tell_anew(
    project: Project,
    members: list[Member],
    sentence: str,
    url: str,
    *,
    actor: Member,
) -> None:
    """Tell it in the place of what these people have not read yet of that address."""
    earlier = Notice.objects.filter(member__in=members, url=url, awaits="").unread()
    earlier.update(read_at=timezone.now())
    tell(project, members, sentence, url, actor=actor)


def audience(project: Project, room: str) -> Iterable[Member]:
    """Everybody with an open place on `project` who may enter `room`."""
    members = Member.objects.active().on_project(project).select_related("user")
    if room == "shared":
        return list(members)
    return [member for member in members if member.sees_caucus]


def across(project: Project, room: str, actor: Member) -> list[Member]:
    """Those of the room whom the act of `actor` comes to from another side."""
    return [one for one in audience(project, room) if one.side != actor.side]


def shown_to(user: User, places: Iterable[Member]) -> NoticeQuerySet:
    """Notices of a person, without those received in a place that was closed since."""
    return Notice.objects.filter(user=user, member__in=list(places))


def request_unread(request: HttpRequest, user: User) -> int:
    """How many `user`, who asks, has not read; counted once per request."""
    if not hasattr(request, "_unread"):
        shown = shown_to(user, request_places(request))
        keep_unread(request, shown.unread().count())
    unread: int = request._unread  # type: ignore[attr-defined]
    return unread


def keep_unread(request: HttpRequest, count: int) -> None:
    request._unread = count  # type: ignore[attr-defined]


@transaction.atomic
def read(user: User, *, notice_id: UUID | None = None) -> int:
    """Mark one notice as read, or all of them; returns how many changed."""
    mine = Notice.objects.filter(user=user).unread()
    if notice_id is not None:
        mine = mine.filter(pk=notice_id)
    live.notify_on_commit([user.pk])
    return mine.update(read_at=timezone.now())


# ---- digest -----------------------------------------------------------------------
def send_digests(now: datetime) -> int:
    """One mail to each person who has news they have not read; returns how many."""
    today = timezone.localdate(now)
    people = User.objects.filter(
        pk__in=Notice.objects.unread().filter(digested_on=None).values("user"),
        is_active=True,
        closed_at=None,
        digest=True,
    )
    return sum(_tried(user, today) for user in people.iterator())


def _tried(user: User, today: date) -> bool:
    """One person's failure is written down and does not stop the others'."""
    try:
        return _send_digest(user, today)
    except Exception:
        logger.exception("No digest for %s", user.pk)
        return False


@transaction.atomic
def _send_digest(user: User, today: date) -> bool:
    """The digest of one person and day: never empty, never twice."""
    key = f"digest:{user.pk}:{today:%Y-%m-%d}"
    if Mail.objects.filter(key=key).exists():
        return False
    fresh = list(
        Notice.objects.select_for_update(of=("self",))
        .filter(user=user, digested_on=None)
        .unread()
        .select_related("project__organisation", "project__workplace", "member")
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in fresh]).update(
        digested_on=today
    )
    open_places = dict(
        Member.objects.active(today)
        .filter(user=user)
        .values_list("pk", "organisation_id")
    )
    several = len(set(open_places.values())) > 1
    told = [notice for notice in fresh if notice.member_id in open_places]
    if not told:
        return False
    stop = unsubscribe_url(user, Wish.DIGEST)
    subject = _("Navette : votre résumé du jour")
    mail.put(
        key,
        user.email,
        subject,
        _digest_text(told, stop, several=several),
        user=user,
        unsubscribe_url=stop,
    )
    return True


def _digest_text(told: list[Notice], stop: str, *, several: bool) -> str:
    """Files and counts only: the sentences of the caucus stay inside Navette."""
    by_file = Counter(notice.project for notice in told)
    lines = [
        _digest_line(quoted(project, several=several) if project else "", count)
        for project, count in by_file.most_common()
    ]
    return render_to_string(
        "projects/email/digest.txt",
        {
            "lines": lines[:DIGEST_LINES],
            "others": len(lines[DIGEST_LINES:]),
            "url": settings.BASE_URL + reverse("projects:notices"),
            "preferences_url": settings.BASE_URL + reverse("projects:preferences"),
            "unsubscribe_url": stop,
        },
    )


def _digest_line(number: str, count: int) -> str:
    """Of one file, or of the organisation when there is no number."""
    words = {"number": number, "count": count}
    if not number:
        return (
            ngettext(
                "Votre organisation : %(count)d nouveauté",
                "Votre organisation : %(count)d nouveautés",
                count,
            )
            % words
        )
    return (
        ngettext(
            "Dossier n° %(number)s : %(count)d nouveauté",
            "Dossier n° %(number)s : %(count)d nouveautés",
            count,
        )
        % words
    )
