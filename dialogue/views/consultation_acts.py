"""The acts a person may do on a consultation: words, form, states, and the act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from dialogue.actions import clock, consultations
from dialogue.actions import consultation_facts as facts
from dialogue.enums import ConsultationState
from dialogue.forms import consultations as forms
from dialogue.models import Consultation
from projects.models import Member

S = ConsultationState
Run = Callable[..., Consultation]
COUNTABLE = frozenset(facts.COUNTABLE)


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
    #: A further condition on the row, e.g. an expert is named.
    when: Callable[[Consultation], bool] = lambda _consultation: True

    def possible(self, consultation: Consultation) -> bool:
        return consultation.state in self.states and self.when(consultation)

    def do(
        self, consultation: Consultation, member: Member, cleaned: dict[str, Any]
    ) -> Consultation:
        return self.run(consultation, actor=member, **cleaned)


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
        lambda row: row.state != S.FOLLOW_UP or row.deemed_on is not None,
    ),
    Act(
        "expertise",
        _("Une expertise est votée"),
        _(
            "Un expert-comptable ou un expert habilité, désigné à temps, allonge le "
            "délai. Navette ne compte pas l’expert payé librement par le CSE : ce "
            "point est discuté, à vérifier."
        ),
        _("Enregistrer l’expertise"),
        forms.ExpertForm,
        frozenset({S.DRAFT, S.INFORMING}) | COUNTABLE,
        facts.name_expert,
    ),
    Act(
        "expertise-retiree",
        _("Retirer l’expertise"),
        _("Par exemple si le juge a annulé la désignation. Le délai est recompté."),
        _("Retirer l’expertise"),
        forms.ReasonForm,
        frozenset({S.DRAFT, S.INFORMING}) | COUNTABLE,
        facts.remove_expert,
        lambda consultation: consultation.expert,
    ),
    Act(
        "demande-expert",
        _("L’expert·e a demandé des informations"),
        _("La direction a cinq jours pour lui répondre : Navette ajoute cette date."),
        _("Enregistrer la demande"),
        forms.ExpertRequestForm,
        clock.COUNTED,
        facts.record_expert_request,
        lambda consultation: consultation.expert,
    ),
    Act(
        "date-convenue",
        _("Une autre fin est convenue par accord"),
        _(
            "Elle remplace le délai du décret, avec ou sans expert. Gardez-en la "
            "preuve : accord, procès-verbal, courriel."
        ),
        _("Enregistrer la date convenue"),
        forms.AgreedForm,
        COUNTABLE,
        facts.agree_end,
    ),
    Act(
        "date-convenue-retiree",
        _("Retirer la date convenue"),
        _("Le délai du décret s’applique de nouveau."),
        _("Retirer la date"),
        forms.ReasonForm,
        COUNTABLE,
        facts.remove_agreed_end,
        lambda consultation: consultation.agreed_on is not None,
    ),
    Act(
        "prolongation-juge",
        _("Le juge prolonge le délai"),
        _(
            "Le juge saisi avant la fin du délai peut le prolonger, même s’il décide "
            "après (L. 2312-15). Un avis réputé négatif entre-temps ne l’est plus."
        ),
        _("Enregistrer la prolongation"),
        forms.JudgeForm,
        COUNTABLE,
        facts.record_judge_extension,
    ),
    Act(
        "prolongation-juge-retiree",
        _("Retirer la prolongation par le juge"),
        _("Par exemple si la décision est annulée en appel. Le délai est recompté."),
        _("Retirer la prolongation"),
        forms.ReasonForm,
        COUNTABLE,
        facts.remove_judge_extension,
        lambda consultation: consultation.judge_extended_to is not None,
    ),
    Act(
        "suspension",
        _("Le délai est suspendu"),
        _(
            "Quand l’employeur conteste l’expertise devant le juge (L. 2315-86). La "
            "direction voit le jour, pas le motif."
        ),
        _("Suspendre le délai"),
        forms.SuspendForm,
        frozenset({S.OPEN}),
        facts.suspend,
    ),
    Act(
        "reprise",
        _("Le délai reprend"),
        _("Les jours écoulés pendant la suspension ne comptent pas."),
        _("Reprendre le délai"),
        forms.ResumeForm,
        frozenset({S.SUSPENDED}),
        facts.resume,
    ),
    Act(
        "correction",
        _("Corriger la date de remise ou les niveaux consultés"),
        _(
            "Pour une faute de frappe ou un fait nouveau. Les dates sont recomptées ; "
            "les anciennes restent dans l’historique avec votre motif."
        ),
        _("Corriger"),
        forms.CorrectForm,
        COUNTABLE,
        facts.correct,
    ),
    Act(
        "recalcul",
        _("Recalculer les dates"),
        _("La fiche du lieu de travail a changé depuis le dernier calcul."),
        _("Recalculer"),
        forms.PlainForm,
        frozenset({S.OPEN, S.SUSPENDED}),
        facts.count_again,
        clock.is_stale,
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
