"""Handing questions to the employer: one batch, one receipt that nobody disputes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.actions import questions as drafts
from dialogue.actions.locks import hold_consultation
from dialogue.enums import ConsultationState, QuestionState
from dialogue.models import Consultation, Question, QuestionBatch
from projects import deadlines, items, journal, mail, notices
from projects.enums import Room, Side
from projects.errors import Refused
from projects.french import french, the
from projects.models import Invitation, Member, Project

#: States in which the employer is not yet, or no longer, in the dialogue.
SHUT = frozenset(
    {
        ConsultationState.DRAFT,
        ConsultationState.CLOSED,
        ConsultationState.WITHDRAWN,
    }
)


@transaction.atomic
def send(
    consultation: Consultation,
    *,
    actor: Member,
    chosen: Sequence[Question],
    wanted_on: date | None,
    batch_id: UUID,
) -> QuestionBatch:
    """Hand questions to the employer: shared room, receipt, notices, mails, deadline.

    `batch_id` comes from the page that was confirmed: confirming it twice gives the
    same receipt and sends nothing again.
    """
    hold_consultation(consultation)
    project = consultation.project
    held = _hold(consultation, chosen)
    items.lock_project(project)
    known = QuestionBatch.objects.filter(pk=batch_id).first()
    if known is not None:
        if known.consultation_id != consultation.pk:
            raise Refused(_("Cet envoi appartient à une autre consultation."))
        return known
    if consultation.state in SHUT:
        raise Refused(_shut_sentence(consultation))
    if wanted_on is not None and wanted_on < timezone.localdate():
        raise Refused(_("La date de réponse demandée est déjà passée."))
    questions = _still_drafts(held, chosen)
    batch = QuestionBatch.objects.create(
        pk=batch_id,
        consultation=consultation,
        rank=items.next_rank(consultation.batches.all()),
        sent_by=actor,
        answer_wanted_on=wanted_on,
    )
    for question in questions:
        _share(question, batch)
    _tell_everybody(batch, questions, actor)
    if wanted_on is not None:
        put_deadline(batch, actor=actor)
    return batch


def _share(question: Question, batch: QuestionBatch) -> None:
    question.batch = batch
    drafts.move(question, QuestionState.SENT, "batch")
    items.share(question.item)


def put_deadline(batch: QuestionBatch, *, actor: Member) -> None:
    """The day the delegation asked for; it binds nobody by itself (L2312-15)."""
    assert batch.answer_wanted_on is not None
    project = batch.consultation.project
    deadlines.put(
        project,
        deadline_key(batch),
        _("Réponse de la direction, envoi n° %(rank)s") % {"rank": batch.rank},
        batch.answer_wanted_on,
        actor=actor,
        starts_on=timezone.localdate(batch.sent_at),
        article="L. 2312-15",
        explanation=[_("Date demandée par la délégation le jour de l’envoi.")],
        changes=[_("La délégation peut accepter une autre date.")],
        consequence=_("Les questions resteraient sans réponse dans le dossier."),
        room=Room.SHARED,
        binding=False,
        action_label=_("Répondre"),
        action_url=reverse("dialogue:questions", args=[project.pk]),
    )


def deadline_key(batch: QuestionBatch) -> str:
    return f"batch:{batch.pk}:reponse"


def management(project: Project) -> list[Member]:
    """People of the employer who are guests of the project (direction, DSI)."""
    return list(
        Member.objects.active()
        .filter(project=project, side=Side.MANAGEMENT)
        .select_related("user")
    )


def awaits_management(project: Project) -> bool:
    """An invitation of the employer that nobody answered yet."""
    return Invitation.objects.to_management(project).pending().exists()


def mail_management(
    project: Project, key: str, subject: str, sentence: str, path: str
) -> None:
    """One mail per person of the employer; neither subject nor text names the project.

    The text holds no question: reading happens signed in, in the shared room.
    """
    for guest in management(project):
        text = _(
            "Bonjour,\n\n%(sentence)s\n\nDossier n° %(number)s\n%(link)s\n\n"
            "Navette, pour %(organisation)s"
        ) % {
            "sentence": sentence,
            "number": project.number,
            "link": f"{settings.BASE_URL}{path}",
            "organisation": the(project.organisation.name),
        }
        user = guest.user
        mail.put(f"{key}:{guest.pk}", user.email, subject, french(text), user=user)


def _shut_sentence(consultation: Consultation) -> str:
    if consultation.state == ConsultationState.CLOSED:
        return _("La consultation est close : elle ne reçoit plus de question.")
    if consultation.state == ConsultationState.WITHDRAWN:
        return _("La consultation a été retirée : préparez-en une autre.")
    return _(
        "La consultation est encore un brouillon. Indiquez d’abord que l’information "
        "est demandée, ou remise : la direction verra alors la consultation."
    )


def _hold(consultation: Consultation, chosen: Sequence[Question]) -> list[Question]:
    return list(
        consultation.questions.select_for_update(of=("self",))
        .filter(pk__in=[question.pk for question in chosen])
        .select_related("item")
        .order_by("item__rank")
    )


def _still_drafts(
    questions: list[Question], chosen: Sequence[Question]
) -> list[Question]:
    """The chosen questions, which are held; all of them must still be drafts."""
    if not chosen:
        raise Refused(_("Choisissez au moins une question."))
    withdrawn = [q for q in questions if q.state == QuestionState.WITHDRAWN]
    if withdrawn:
        raise Refused(
            _("Retirée entre-temps : %(numbers)s. Rien n’a été envoyé.")
            % {"numbers": ", ".join(q.item.number for q in withdrawn)}
        )
    gone = [q.item.number for q in questions if q.state != QuestionState.DRAFT]
    if gone:
        raise Refused(
            _(
                "Déjà transmise entre-temps : %(numbers)s. "
                "Rien n’a été envoyé deux fois."
            )
            % {"numbers": ", ".join(gone)}
        )
    if len(questions) != len(chosen):
        raise Refused(_("Une de ces questions n’appartient pas à cette consultation."))
    return questions


def _tell_everybody(
    batch: QuestionBatch, questions: Sequence[Question], actor: Member
) -> None:
    project = batch.consultation.project
    numbers = ", ".join(question.item.number for question in questions)
    count = ngettext(
        "%(count)d question transmise à la direction",
        "%(count)d questions transmises à la direction",
        len(questions),
    ) % {"count": len(questions)}
    journal.record(
        project,
        "question.sent",
        _("%(count)s, envoi n° %(rank)s : %(numbers)s")
        % {"count": count, "rank": batch.rank, "numbers": numbers},
        actor=actor,
        target=batch,
        room=Room.SHARED,
        wanted_on=batch.answer_wanted_on and batch.answer_wanted_on.isoformat(),
    )
    path = reverse("dialogue:batch", args=[project.pk, batch.pk])
    notices.tell(
        project,
        notices.audience(project, Room.SHARED),
        f"{count} ({numbers})",
        path,
        actor=actor,
    )
    mail_management(
        project,
        f"batch:{batch.pk}",
        _("Navette : des questions vous attendent"),
        ngettext(
            "Les représentant·es du personnel vous ont transmis %(count)d question.",
            "Les représentant·es du personnel vous ont transmis %(count)d questions.",
            len(questions),
        )
        % {"count": len(questions)},
        path,
    )
