"""Letters and texts to vote: assembled, rewritten, sent once, dated (B3, K6)."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dialogue.actions import letter_files
from dialogue.actions.batches import SHUT, mail_management
from dialogue.actions.locks import hold_consultation, hold_letter
from dialogue.enums import RESOLUTIONS, LetterKind
from dialogue.letter_facts import propose
from dialogue.letters.proposal import BLANK, Proposal
from dialogue.models import Consultation, Letter
from projects import items, journal, notices
from projects.enums import Room
from projects.errors import Conflict, Refused
from projects.models import Member
from projects.workdays import day_in_words


def compose(consultation: Consultation, *, member: Member, today: date) -> str:
    """The reminder that Navette proposes; empty when nothing is missing."""
    return propose(consultation, LetterKind.REMINDER, member=member, today=today).body


def propose_subject(consultation: Consultation) -> str:
    """Read inside Navette only: a mail's subject never names the consultation."""
    subject = _("Éléments manquants : %(subject)s") % {"subject": consultation.subject}
    return Truncator(subject).chars(200)


@transaction.atomic
def draft(
    consultation: Consultation,
    *,
    actor: Member,
    subject: str,
    body: str,
    kind: LetterKind = LetterKind.REMINDER,
) -> Letter:
    """Keep a letter in the caucus, with what it was assembled from.

    Raises Refused when the dossier lacks the facts of its kind. A reminder may be
    written all the same: people know what they wait for.
    """
    hold_consultation(consultation)
    items.lock_project(consultation.project)
    again = consultation.letters.filter(
        sent_at=None, written_by=actor, kind=kind, subject=subject, body=body
    ).first()
    if again is not None:
        # The form was sent twice.
        return again
    proposal = _founded(consultation, kind, actor)
    letter = Letter.objects.create(
        consultation=consultation,
        rank=items.next_rank(consultation.letters.all()),
        kind=kind,
        subject=subject,
        body=body,
        written_by=actor,
        sources=[source.stored() for source in proposal.sources],
        notes=list(proposal.notes),
    )
    _record(
        letter,
        "letter.drafted",
        named(_("Brouillon préparé : %(what)s"), letter),
        actor,
    )
    return letter


def _founded(consultation: Consultation, kind: LetterKind, actor: Member) -> Proposal:
    proposal = propose(consultation, kind, member=actor, today=timezone.localdate())
    if proposal.missing and kind != LetterKind.REMINDER:
        raise Refused(proposal.missing)
    return proposal


@transaction.atomic
def edit(
    letter: Letter, *, actor: Member, subject: str, body: str, seen: str
) -> Letter:
    """Change a draft; `seen` is the text the person started from.

    Raises Conflict when somebody saved another text since.
    """
    hold_letter(letter)
    if letter.sent_at is not None:
        raise Refused(_("Cette lettre est envoyée : elle ne change plus."))
    if letter.adopted_on is not None:
        raise Refused(_("Cette délibération est adoptée : elle ne change plus."))
    if letter.body not in (seen, body):
        raise Conflict(
            _(
                "Quelqu’un a modifié cette lettre entre-temps. Votre texte est gardé "
                "ci-dessous : reprenez ce qui est utile, puis enregistrez."
            ),
            letter.body,
        )
    letter.subject, letter.body, letter.written_by = subject, body, actor
    letter.save(update_fields=["subject", "body", "written_by"])
    _record(
        letter, "letter.edited", named(_("Brouillon modifié : %(what)s"), letter), actor
    )
    return letter


@transaction.atomic
def send(letter: Letter, *, actor: Member) -> Letter:
    """Move the letter to the shared room, as it is, dated; once."""
    hold_letter(letter)
    if letter.sent_at is not None:
        return letter
    _refuse_unready(letter)
    letter.sent_at, letter.room = timezone.now(), Room.SHARED
    # The files of the draft stay where they are: in the caucus.
    letter.filed = None
    letter.save(update_fields=["sent_at", "room", "filed"])
    project = letter.consultation.project
    sentence = named(_("Envoi à la direction : %(what)s"), letter)
    _record(letter, "letter.sent", sentence, actor, room=Room.SHARED)
    letter_files.file_sent(letter, actor=actor)
    path = reverse("dialogue:letter", args=[project.pk, letter.pk])
    notices.tell(
        project,
        notices.audience(project, Room.SHARED),
        sentence,
        path,
        actor=actor,
    )
    mail_management(
        project,
        f"letter:{letter.pk}",
        _("Navette : un courrier vous attend"),
        _("Les représentant·es du personnel vous ont adressé une lettre."),
        path,
    )
    return letter


def _refuse_unready(letter: Letter) -> None:
    if letter.consultation.state in SHUT:
        raise Refused(
            _("La direction ne voit pas cette consultation : rien n’est envoyé.")
        )
    refuse_blank(letter)
    if letter.kind in RESOLUTIONS and letter.adopted_on is None:
        raise Refused(
            _(
                "Une délibération s’envoie une fois adoptée : inscrivez d’abord son "
                "vote."
            )
        )


@transaction.atomic
def adopt(letter: Letter, *, actor: Member, on: date) -> Letter:
    """Write down that the committee voted the text on `on`; it changes no more."""
    hold_letter(letter)
    if letter.kind not in RESOLUTIONS:
        raise Refused(_("Seule une délibération se vote."))
    if letter.adopted_on is not None:
        raise Refused(
            _("Cette délibération est déjà adoptée, le %(day)s.")
            % {"day": day_in_words(letter.adopted_on)}
        )
    if on > timezone.localdate():
        raise Refused(_("Le vote ne peut pas être daté dans l’avenir."))
    refuse_blank(letter)
    letter.adopted_on = on
    letter.save(update_fields=["adopted_on"])
    journal.record(
        letter.consultation.project,
        "letter.adopted",
        named(_("Vote noté : %(what)s"), letter),
        actor=actor,
        target=letter,
        on=on.isoformat(),
    )
    return letter


def refuse_blank(letter: Letter, *, but: str = "") -> None:
    """Refuse a text with words left to fill in, except the line that begins so."""
    lines = [line for line in letter.body.split("\n") if not but or but not in line]
    if any(BLANK in line for line in lines):
        raise Refused(
            _(
                "Il reste des mots à compléter, entre crochets : modifiez d’abord le "
                "texte."
            )
        )


def named(sentence: str, letter: Letter) -> str:
    """`sentence` with %(what)s: the kind and its number in the consultation."""
    what = _("%(kind)s, n° %(rank)s") % {
        "kind": letter.get_kind_display(),
        "rank": letter.rank,
    }
    return sentence % {"what": what}


def _record(
    letter: Letter, verb: str, sentence: str, actor: Member, room: str = Room.CAUCUS
) -> None:
    journal.record(
        letter.consultation.project,
        verb,
        sentence,
        actor=actor,
        target=letter,
        room=room,
    )
