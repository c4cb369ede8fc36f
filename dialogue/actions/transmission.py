"""Sending the adopted opinion to the employer: once, with a proof that stays."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue import documents
from dialogue.actions.locks import hold_consultation
from dialogue.enums import OpinionState, PassageKind
from dialogue.models import Opinion, Transmission
from projects import items, journal, mail, notices, reports
from projects.enums import ReportKind, Role, Room
from projects.errors import Refused
from projects.french import moment, of_the
from projects.models import Member, Project


@dataclass(frozen=True)
class Recipient:
    """Somebody the opinion is sent to, as they were called that day.

    `member` is who it was: the other side reads only the names it may know.
    """

    member: str
    name: str
    email: str
    side: str


def recipients(project: Project) -> list[Member]:
    """The employer's guests of the project, then the delegation; open places only."""
    everybody = (
        Member.objects.active()
        .on_project(project)
        .select_related("user")
        .order_by("user__name", "pk")
    )
    employer = everybody.filter(project=project, role=Role.EMPLOYER)
    return [*employer, *everybody.of_organisation().delegation()]


@transaction.atomic
def transmit(opinion: Opinion, *, actor: Member) -> Transmission:
    """Send the opinion: share its points, freeze its PDF, mail both sides.

    A second call, even at the same time, returns the first transmission. The mails
    wait for the PDF, which a worker makes, and carry it.
    """
    hold_consultation(opinion.consultation)
    # Its day may have been put right since the page was read.
    opinion.refresh_from_db(
        fields=["state", "stance", "adopted_on"],
        from_queryset=Opinion.objects.select_for_update(),
    )
    if opinion.state == OpinionState.TRANSMITTED:
        return Transmission.objects.get(opinion=opinion)
    if opinion.state != OpinionState.ADOPTED:
        raise Refused(_("Seul un avis rendu par un vote peut être transmis."))
    _share_points(opinion)
    people = recipients(opinion.project)
    transmission = _freeze(opinion, people, actor)
    sentence = _("Avis transmis à la direction")
    journal.record(
        opinion.project,
        "opinion.transmitted",
        sentence,
        actor=actor,
        target=opinion,
        room=Room.SHARED,
        report=str(transmission.report_id),
    )
    url = reverse("dialogue:receipt", args=[opinion.project_id, opinion.pk])
    notices.tell(
        opinion.project,
        notices.audience(opinion.project, Room.SHARED),
        sentence,
        url,
        actor=actor,
    )
    _mail(transmission, people, f"{settings.BASE_URL}{url}")
    return transmission


def _share_points(opinion: Opinion) -> None:
    """Points that make the text enter the shared thread; removed ones stay."""
    points = opinion.passages.kept().filter(kind=PassageKind.POINT)
    for passage in points.select_related("item"):
        if passage.item is not None:
            passage.item.state = str(OpinionState.TRANSMITTED.label)
            passage.item.save(update_fields=["state"])
            items.share(passage.item)


def _freeze(opinion: Opinion, people: list[Member], actor: Member) -> Transmission:
    """Keep what is sent, to whom, and its file, whose digest follows when it is made.

    The content is read before the state changes, then dated with this very moment.
    """
    now = timezone.now()
    content = documents.shared_opinion_content(opinion)
    content["opinion"] |= {
        "state": str(OpinionState.TRANSMITTED.label),
        "sent_on": timezone.localdate(now).isoformat(),
    }
    report = reports.ask(
        opinion.project,
        ReportKind.OPINION,
        subject=opinion.pk,
        room=Room.SHARED,
        title=documents.opinion_title(opinion),
        template=documents.OPINION_TEMPLATE,
        content=content,
        draft=False,
        actor=actor,
        frozen=True,
    )
    opinion.state = OpinionState.TRANSMITTED
    opinion.save(update_fields=["state"])
    return Transmission.objects.create(
        opinion=opinion,
        report=report,
        sent_at=now,
        sent_by=actor,
        recipients=[
            asdict(Recipient(str(m.pk), str(m), m.user.email, m.get_side_display()))
            for m in people
        ],
    )


def _mail(transmission: Transmission, people: list[Member], url: str) -> None:
    project = transmission.opinion.project
    text = _(
        "Bonjour,\n\n"
        "L’avis %(of_organisation)s sur le dossier n° %(number)s a été transmis le "
        "%(moment)s par %(sender)s.\n\n"
        "Le récépissé, avec l’empreinte du PDF qui permet de le vérifier, est ici :\n"
        "%(url)s\n\n"
        "Le PDF est joint à ce message.\n"
    ) % {
        "of_organisation": of_the(project.organisation.name),
        "number": project.number,
        "moment": moment(transmission.sent_at),
        "sender": transmission.sent_by,
        "url": url,
    }
    for member in people:
        mail.put(
            f"opinion:{transmission.opinion_id}:{member.pk}",
            member.user.email,
            _("Navette : un avis a été transmis"),
            text,
            user=member.user,
            attachment=transmission.report,
        )
