"""The acts a person may do on a consultation: words, form, states, and the act."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogue.actions import clock, consultations, events
from dialogue.enums import ConsultationState, EventKind
from dialogue.forms import consultations as forms
from dialogue.forms import events as events_forms
from dialogue.models import Consultation
from projects.models import Member

S, K = ConsultationState, EventKind
Run = Callable[..., object]
When = Callable[[Consultation, Container[str]], bool]
COUNTABLE = frozenset(events.COUNTABLE)


@dataclass(frozen=True)
class Act:
    """One row of the list "Ce que vous pouvez faire maintenant"."""

    slug: str
    title: Any
    explanation: Any
    button: Any
    form: type[forms.ActForm]
    states: frozenset[ConsultationState]
    run: Run
    #: A further condition on the row and the kinds of its live events.
    when: When = lambda _row, _known: True

    def possible(self, consultation: Consultation, known: Container[str]) -> bool:
        return consultation.state in self.states and self.when(consultation, known)

    def do(
        self, consultation: Consultation, member: Member, cleaned: dict[str, Any]
    ) -> None:
        self.run(consultation, actor=member, **cleaned)


def _not_yet(kind: EventKind) -> When:
    return lambda _row, known: kind not in known


def _after(first: EventKind, then: EventKind) -> When:
    return lambda _row, known: first in known and then not in known


def _outside(when: When) -> When:
    """Once the opinion is given, only for an expertise that stands on its own."""
    return lambda row, known: (
        when(row, known)
        and (row.state not in events.AFTER_OPINION or clock.for_a_risk(row))
    )


def _awaits_judgment(row: Consultation, known: Container[str]) -> bool:
    """A challenge that suspends, or one to an expertise that suspends nothing."""
    return row.state == S.SUSPENDED or (
        K.CHALLENGE in known and clock.awaits_judgment(row)
    )


def _event(
    kind: EventKind,
    slug: str,
    title: Any,
    explanation: Any,
    form: type[forms.ActForm],
    *,
    early: bool = False,
    late: bool = False,
    outside: bool = False,
    when: When = lambda _row, _known: True,
) -> Act:
    """The act that writes one fact in the log.

    `outside`: of an expertise for a serious risk, it may come after the opinion.
    """
    states = COUNTABLE
    if early:
        states |= events.BEFORE_OPENING
    if late or outside:
        states |= events.AFTER_OPINION
    return Act(
        slug,
        title,
        explanation,
        _("Enregistrer"),
        form,
        states,
        partial(events.record, kind=kind),
        _outside(when) if outside else when,
    )


ACTS = (
    Act(
        "information-demandee",
        _("L’information est demandée"),
        _("La direction verra la consultation, avec son objet et ce jour."),
        _("Enregistrer la demande"),
        forms.AskForm,
        frozenset({S.DRAFT}),
        consultations.ask_information,
    ),
    Act(
        "ouverture",
        _("L’information est remise : ouvrir la consultation"),
        _("Le délai part de ce jour. Navette calcule les dates et les explique."),
        _("Ouvrir la consultation"),
        forms.OpenForm,
        frozenset({S.DRAFT, S.INFORMING}),
        consultations.open_consultation,
    ),
    Act(
        "avis",
        _("L’avis est rendu"),
        _(
            "À utiliser si l’avis a été rendu en réunion sans passer par Navette, même "
            "saisi après la fin du délai : c’est le jour de la réunion qui compte. "
            "Sinon, rédigez-le et transmettez-le dans la rubrique « Avis et vote »."
        ),
        _("Enregistrer l’avis rendu"),
        forms.OpinionForm,
        frozenset({S.OPEN, S.DEEMED_NEGATIVE, S.FOLLOW_UP}),
        consultations.give_opinion,
        lambda row, _known: row.state != S.FOLLOW_UP or row.deemed_on is not None,
    ),
    _event(
        K.DATABASE,
        "base-de-donnees",
        _("Les informations sont annoncées dans la BDESE"),
        _("Si cette annonce précède la remise, le délai part d’elle."),
        events_forms.InformationForm,
        when=_not_yet(K.DATABASE),
    ),
    _event(
        K.MEETING,
        "reunion",
        _("Une réunion s’est tenue"),
        _("Elle reste au journal ; elle ne fait partir aucun délai."),
        events_forms.MeetingForm,
        early=True,
    ),
    _event(
        K.EXPERT_NAMED,
        "expertise",
        _("Une expertise est votée"),
        _(
            "Un expert-comptable ou un expert habilité, désigné à temps, allonge le "
            "délai. Navette ne compte pas l’expert payé librement par le CSE : ce "
            "point est discuté, à vérifier."
        ),
        events_forms.ExpertForm,
        early=True,
        outside=True,
        when=_not_yet(K.EXPERT_NAMED),
    ),
    _event(
        K.EXPERT_ASKED,
        "demande-expert",
        _("L’expert·e a demandé des informations"),
        _("La direction a cinq jours pour lui répondre : Navette ajoute cette date."),
        events_forms.ExpertRequestForm,
        outside=True,
        when=_after(K.EXPERT_NAMED, K.EXPERT_ASKED),
    ),
    _event(
        K.EMPLOYER_REPLIED,
        "reponse-expert",
        _("La direction a répondu à l’expert·e"),
        _("L’échéance de cinq jours est alors tenue."),
        events_forms.EmployerReplyForm,
        outside=True,
        when=_after(K.EXPERT_ASKED, K.EMPLOYER_REPLIED),
    ),
    _event(
        K.TERMS_NOTIFIED,
        "cahier-des-charges",
        _("Le cahier des charges est notifié à l’employeur"),
        _(
            "Avec le coût prévu, l’étendue et la durée : l’échéance de dix jours de "
            "l’expert·e est tenue, et les dix jours de l’employeur pour les contester "
            "partent de là."
        ),
        events_forms.TermsForm,
        early=True,
        outside=True,
        when=_after(K.EXPERT_NAMED, K.TERMS_NOTIFIED),
    ),
    _event(
        K.REPORT,
        "rapport-expert",
        _("L’expert·e a remis son rapport"),
        _("L’échéance du rapport est alors tenue ; la date de l’avis ne bouge pas."),
        events_forms.ReportForm,
        late=True,
        when=_after(K.EXPERT_NAMED, K.REPORT),
    ),
    Act(
        "suspension",
        _("L’employeur conteste l’expertise devant le juge"),
        _(
            "Le délai est suspendu jusqu’à la notification du jugement (L. 2315-86), "
            "sauf pour le coût final, qui ne suspend rien. La direction voit le jour "
            "d’une suspension, pas votre note."
        ),
        _("Enregistrer"),
        events_forms.ChallengeForm,
        COUNTABLE | events.AFTER_OPINION,
        events.challenge,
        lambda row, known: K.EXPERT_NAMED in known and row.state != S.SUSPENDED,
    ),
    _event(
        K.JUDGMENT,
        "reprise",
        _("Le jugement est notifié"),
        _("Le délai reprend ; les jours de suspension s’ajoutent à sa fin."),
        events_forms.JudgmentForm,
        outside=True,
        when=_awaits_judgment,
    ),
    _event(
        K.AGREEMENT,
        "date-convenue",
        _("Une autre fin est convenue par accord"),
        _(
            "Elle remplace le délai du décret, avec ou sans expert. Gardez-en la "
            "preuve : accord, procès-verbal, courriel."
        ),
        events_forms.AgreementForm,
        when=_not_yet(K.AGREEMENT),
    ),
    _event(
        K.WRIT,
        "saisine",
        _("Le CSE saisit le juge"),
        _(
            "Quand des informations manquent (L. 2312-15). La date qui compte est "
            "celle où l’employeur reçoit l’assignation ; saisir ne prolonge rien."
        ),
        events_forms.WritForm,
    ),
    _event(
        K.EXTENSION,
        "prolongation-juge",
        _("Le juge prolonge le délai"),
        _(
            "Le juge saisi avant la fin du délai peut le prolonger, même s’il décide "
            "après (L. 2312-15). Un avis réputé négatif entre-temps ne l’est plus."
        ),
        events_forms.ExtensionForm,
        when=_not_yet(K.EXTENSION),
    ),
    Act(
        "niveaux",
        _("Corriger les niveaux consultés"),
        _("Les dates sont recomptées ; les anciennes restent dans l’historique."),
        _("Corriger"),
        events_forms.LevelsForm,
        COUNTABLE,
        events.correct_levels,
    ),
    Act(
        "recalcul",
        _("Recalculer les dates"),
        _("La fiche du lieu de travail a changé depuis le dernier calcul."),
        _("Recalculer"),
        forms.PlainForm,
        frozenset({S.OPEN, S.SUSPENDED}),
        events.count_again,
        lambda row, _known: clock.is_stale(row),
    ),
    Act(
        "suivi",
        _("Ouvrir le suivi"),
        _("L’employeur doit dire ce qu’il fait de l’avis, et pourquoi (L. 2312-15)."),
        _("Ouvrir le suivi"),
        forms.FollowUpForm,
        frozenset({S.OPINION_GIVEN, S.DEEMED_NEGATIVE}),
        consultations.start_follow_up,
    ),
    Act(
        "retrait",
        _("Retirer cette consultation en brouillon"),
        _(
            "Elle disparaît des listes ; l’historique garde votre nom et ce jour. Ses "
            "questions en brouillon attendent la prochaine consultation du projet."
        ),
        _("Retirer la consultation"),
        forms.PlainForm,
        frozenset({S.DRAFT}),
        consultations.withdraw,
    ),
    Act(
        "cloture",
        _("Clore la consultation"),
        _("Plus de question ni de réponse ensuite. Le suivi peut être rouvert."),
        _("Clore"),
        forms.CloseForm,
        frozenset({S.FOLLOW_UP}),
        consultations.close,
    ),
    Act(
        "reouverture",
        _("Rouvrir le suivi"),
        _("La consultation revient à l’état « suivi »."),
        _("Rouvrir"),
        forms.ReasonForm,
        frozenset({S.CLOSED}),
        consultations.reopen_follow_up,
    ),
)
BY_SLUG = {act.slug: act for act in ACTS}
