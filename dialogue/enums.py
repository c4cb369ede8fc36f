"""States of the dialogue, with the moves that are allowed between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dialogue.law.books.expertise import Head
from dialogue.law.books.experts import Field, Ground
from dialogue.law.books.levels import Measures


class ConsultationState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    INFORMING = "informing", _("information en cours")
    OPEN = "open", _("consultation ouverte")
    SUSPENDED = "suspended", _("suspendue")
    OPINION_GIVEN = "opinion_given", _("avis rendu")
    DEEMED_NEGATIVE = "deemed_negative", _("avis réputé négatif")
    FOLLOW_UP = "follow_up", _("suivi")
    CLOSED = "closed", _("close")
    WITHDRAWN = "withdrawn", _("retirée")


CONSULTATION_MOVES: dict[ConsultationState, frozenset[ConsultationState]] = {
    ConsultationState.DRAFT: frozenset(
        {
            ConsultationState.INFORMING,
            ConsultationState.OPEN,
            ConsultationState.WITHDRAWN,
        }
    ),
    ConsultationState.INFORMING: frozenset({ConsultationState.OPEN}),
    ConsultationState.OPEN: frozenset(
        {
            ConsultationState.SUSPENDED,
            ConsultationState.OPINION_GIVEN,
            ConsultationState.DEEMED_NEGATIVE,
        }
    ),
    ConsultationState.SUSPENDED: frozenset({ConsultationState.OPEN}),
    ConsultationState.OPINION_GIVEN: frozenset({ConsultationState.FOLLOW_UP}),
    # Facts found out later (a typing error, an agreement, an expert) may show that the
    # period was not over; or the opinion was given in time and written down after.
    ConsultationState.DEEMED_NEGATIVE: frozenset(
        {
            ConsultationState.FOLLOW_UP,
            ConsultationState.OPEN,
            ConsultationState.OPINION_GIVEN,
        }
    ),
    # Back to the opinion only when it was deemed, and proved to be given in time.
    ConsultationState.FOLLOW_UP: frozenset(
        {ConsultationState.CLOSED, ConsultationState.OPINION_GIVEN}
    ),
    ConsultationState.CLOSED: frozenset({ConsultationState.FOLLOW_UP}),
    ConsultationState.WITHDRAWN: frozenset(),
}


class EventKind(models.TextChoices):
    """What counts in the life of a period, in the order it usually happens."""

    INFORMATION = "information", _("information remise")
    DATABASE = "base_donnees", _("mise à disposition annoncée (BDESE)")
    MEETING = "reunion", _("réunion tenue")
    EXPERT_NAMED = "expert_designe", _("expertise votée")
    EXPERT_ASKED = "expert_demande", _("demande de l’expert·e")
    EMPLOYER_REPLIED = "employeur_repond", _("réponse de l’employeur à l’expert·e")
    TERMS_NOTIFIED = "cahier_des_charges", _("cahier des charges notifié")
    CHALLENGE = "contestation", _("expertise contestée par l’employeur")
    JUDGMENT = "jugement_notifie", _("jugement notifié")
    REPORT = "rapport_remis", _("rapport de l’expert·e remis")
    AGREEMENT = "accord", _("fin convenue par accord")
    WRIT = "assignation", _("juge saisi par le CSE")
    EXTENSION = "prolongation_juge", _("délai prolongé par le juge")
    OPINION = "avis", _("avis rendu")
    FINAL_COST = "contestation_cout_final", _("coût final contesté par l’employeur")


class ChallengeHead(models.TextChoices):
    """What the employer contests; the rule on each is in the book (Head)."""

    NECESSITY = Head.NECESSITY.value, _("la nécessité de l’expertise")
    CHOICE = Head.CHOICE.value, _("le choix de l’expert·e")
    FORECAST = Head.FORECAST.value, _("le coût prévu, l’étendue ou la durée")
    FINAL_COST = Head.FINAL_COST.value, _("le coût final")


class ExpertGround(models.TextChoices):
    NEW_TECHNOLOGY = Ground.NEW_TECHNOLOGY.value, _("nouvelle technologie")
    IMPORTANT_PROJECT = (
        Ground.IMPORTANT_PROJECT.value,
        _("projet important qui change les conditions de travail"),
    )
    SERIOUS_RISK = Ground.SERIOUS_RISK.value, _("risque grave")
    EQUALITY = Ground.EQUALITY.value, _("égalité professionnelle")
    STRATEGY = Ground.STRATEGY.value, _("orientations stratégiques")
    ECONOMIC_SITUATION = Ground.ECONOMIC_SITUATION.value, _("situation économique")
    SOCIAL_POLICY = Ground.SOCIAL_POLICY.value, _("politique sociale")
    REDUNDANCY = Ground.REDUNDANCY.value, _("licenciement collectif")
    FREE = Ground.FREE.value, _("expert choisi librement")


class CertifiedField(models.TextChoices):
    ORGANISATION = (
        Field.ORGANISATION.value,
        _("organisation du travail, dont les équipements"),
    )
    ENVIRONMENT = Field.ENVIRONMENT.value, _("environnement de travail")
    EQUALITY = Field.EQUALITY.value, _("égalité professionnelle")


class AdaptationMeasures(models.TextChoices):
    """How a project of the undertaking lands in its establishments (L2316-1)."""

    NONE = Measures.NONE.value, _("aucune mesure propre à un établissement")
    NOT_DEFINED = Measures.NOT_DEFINED.value, _("pas encore définies")
    COMMON = Measures.COMMON.value, _("communes à plusieurs établissements")
    SPECIFIC = Measures.SPECIFIC.value, _("propres à un établissement")


class Theme(models.TextChoices):
    PURPOSE = "purpose", _("but et calendrier")
    WORK = "work", _("contenu et conditions de travail")
    JOBS = "jobs", _("emploi et métiers")
    SKILLS = "skills", _("formation et compétences")
    HEALTH = "health", _("santé et charge de travail")
    DATA = "data", _("données et vie privée")
    MONITORING = "monitoring", _("contrôle et évaluation")
    SUPPLIER = "supplier", _("fournisseur et contrat")
    ROLLBACK = "rollback", _("suivi et retour en arrière")
    OTHER = "other", _("autre")


class QuestionState(models.TextChoices):
    DRAFT = "draft", _("brouillon, non transmise")
    SENT = "sent", _("sans réponse")
    PARTLY = "partly", _("réponse partielle")
    ANSWERED = "answered", _("répondue")
    WITHDRAWN = "withdrawn", _("retirée")


QUESTION_MOVES: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.DRAFT: frozenset({QuestionState.SENT, QuestionState.WITHDRAWN}),
    QuestionState.SENT: frozenset({QuestionState.PARTLY, QuestionState.ANSWERED}),
    # An answer leads here; a judgement of the delegation alone says that it is full.
    QuestionState.PARTLY: frozenset({QuestionState.PARTLY, QuestionState.ANSWERED}),
    QuestionState.ANSWERED: frozenset({QuestionState.PARTLY, QuestionState.ANSWERED}),
    QuestionState.WITHDRAWN: frozenset(),
}


class OpinionState(models.TextChoices):
    DRAFTING = "drafting", _("en rédaction")
    VOTING = "voting", _("au vote")
    ADOPTED = "adopted", _("adopté")
    TRANSMITTED = "transmitted", _("transmis")

    def words(self, *, public: bool) -> str:
        """A public body gives its opinion whatever its voices; a CSE adopts one."""
        given = public and self is OpinionState.ADOPTED
        return str(_("rendu") if given else self.label)


OPINION_MOVES: dict[OpinionState, frozenset[OpinionState]] = {
    OpinionState.DRAFTING: frozenset({OpinionState.VOTING}),
    # A text that is voted down, or a vote that is cancelled, goes back to drafting.
    OpinionState.VOTING: frozenset({OpinionState.DRAFTING, OpinionState.ADOPTED}),
    OpinionState.ADOPTED: frozenset({OpinionState.TRANSMITTED}),
    OpinionState.TRANSMITTED: frozenset(),
}


class Stance(models.TextChoices):
    FAVOURABLE = "favourable", _("favorable")
    UNFAVOURABLE = "unfavourable", _("défavorable")
    RESERVED = "reserved", _("réservé")
    #: Of a public body whose vote reached no majority (R254-60): nobody chooses it.
    GIVEN = "given", _("réputé donné, sans majorité")


#: What the delegation may choose before a vote of the CSE.
CHOSEN_STANCES = (Stance.FAVOURABLE, Stance.UNFAVOURABLE, Stance.RESERVED)


class PassageKind(models.TextChoices):
    """Parts of an opinion that people write together."""

    POINT = "point", _("point")
    RESERVE = "reserve", _("réserve")
    WISH = "wish", _("vœu")
    MINORITY = "minority", _("déclaration minoritaire")


class VoteMode(models.TextChoices):
    NOMINAL = "nominal", _("vote nominal dans Navette")
    SHOW_OF_HANDS = "show_of_hands", _("résultat d’un vote à main levée")


class Choice(models.TextChoices):
    FOR = "for", _("pour")
    AGAINST = "against", _("contre")
    ABSTAIN = "abstain", _("abstention")


class MeetingState(models.TextChoices):
    DRAFT = "draft", _("en préparation")
    PROPOSED = "proposed", _("ordre du jour proposé")
    CONVENED = "convened", _("convoquée")
    NO_QUORUM = "no_quorum", _("quorum non atteint")
    HELD = "held", _("tenue, procès-verbal à envoyer")
    SENT = "sent", _("procès-verbal envoyé")
    APPROVED = "approved", _("procès-verbal approuvé")
    CANCELLED = "cancelled", _("annulée")


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.DRAFT: frozenset({MeetingState.PROPOSED, MeetingState.CANCELLED}),
    MeetingState.PROPOSED: frozenset({MeetingState.CONVENED, MeetingState.CANCELLED}),
    # Proposed again when it moves to a day before its convening.
    MeetingState.CONVENED: frozenset(
        {
            MeetingState.HELD,
            MeetingState.NO_QUORUM,
            MeetingState.CANCELLED,
            MeetingState.PROPOSED,
        }
    ),
    # Taken up by another meeting, which is a row of its own (public sector).
    MeetingState.NO_QUORUM: frozenset(),
    MeetingState.HELD: frozenset({MeetingState.SENT}),
    MeetingState.SENT: frozenset({MeetingState.APPROVED}),
    MeetingState.APPROVED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}


class MeetingKind(models.TextChoices):
    ORDINARY = "ordinary", _("réunion ordinaire")
    EXTRAORDINARY = "extraordinary", _("réunion extraordinaire")


class PointKind(models.TextChoices):
    INFORMATION = "information", _("information")
    CONSULTATION = "consultation", _("consultation")
    RESOLUTION = "resolution", _("délibération")
    OTHER = "other", _("autre point")


class AttendanceStatus(models.TextChoices):
    PRESENT = "present", _("présent·e")
    EXCUSED = "excused", _("excusé·e")
    ABSENT = "absent", _("absent·e")


class LetterKind(models.TextChoices):
    """What a letter is for; the last two are texts that the instance votes."""

    REMINDER = "reminder", _("lettre de relance")
    REQUEST = "request", _("demande d’informations")
    NOTICE = "notice", _("rappel de la date de l’avis réputé négatif")
    SUSPEND = "suspend", _("demande de suspendre un pilote")
    OBSTRUCTION = "obstruction", _("constat d’entrave")
    COURT = "court", _("délibération pour saisir le juge, avec mandat")
    EXPERT = "expert", _("délibération qui désigne un expert")


#: Texts to be voted: they are sent once they are adopted.
RESOLUTIONS = frozenset({LetterKind.COURT, LetterKind.EXPERT})
