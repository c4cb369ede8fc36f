"""Closed vocabularies of the instruments, with the words people see."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.enums import Side


class InstrumentKind(models.TextChoices):
    GRID = "grid", _("grille")
    ADVICE = "advice", _("conseils par phase")
    QUIZ = "quiz", _("quiz")
    CANVAS = "canvas", _("canevas")
    PATH = "path", _("parcours de dialogue")
    INTERVIEW = "interview", _("guide d’entretien")
    GUIDE = "guide", _("repères")


class Fidelity(models.TextChoices):
    """How an instrument stands to the method that it takes after (methods.md 0)."""

    PARAPHRASE = "paraphrase", _("reformulée d’après la source")
    INSPIRED = "inspired", _("inspirée de, formulation propre")
    STAND_IN = "stand_in", _("remplace une liste que nous n’avons pas pu lire")
    OWN = "own", _("écrite par Navette")


class Reading(models.TextChoices):
    """How far a source was read before it was drawn from."""

    FULL = "full", _("source lue")
    PARTIAL = "partial", _("source lue en partie")
    UNREAD = "unread", _("à vérifier : source non lue")


class Mark(models.TextChoices):
    """What one line of an instrument rests on (methods.md 0)."""

    FACT = "fact", _("fait lu dans la source")
    PARTIAL = "partial", _("fait lu dans un extrait")
    UNVERIFIED = "unverified", _("à vérifier")
    INFERRED = "inferred", _("déduction de Navette")
    PROPOSAL = "proposal", _("proposition de Navette")
    LOCAL = "local", _("écrit ou changé par l’organisation")


class ScaleKind(models.TextChoices):
    BIPOLAR = "bipolar", _("entre deux pôles")
    ORDINAL = "ordinal", _("par degrés")
    STATUS = "status", _("par état d’avancement")


class Component(models.TextChoices):
    """What ISIDOR looks at (methods.md 2)."""

    INTERFACE = "interface", _("interfaces")
    DASHBOARD = "dashboard", _("tableaux de bord et dictionnaire de données")
    PROJECT = "project", _("conduite du projet informatique")


class Party(models.TextChoices):
    """Who answers: one profile each, never mixed into one."""

    MANAGEMENT = "management", _("direction")
    REPRESENTATIVES = "representatives", _("représentant·es du personnel")
    USERS = "users", _("utilisatrices et utilisateurs")
    IT = "it", _("informatique")
    SUPPLIER = "supplier", _("fournisseur")
    MANAGERS = "managers", _("encadrement")
    PUBLIC = "public", _("usagers ou bénéficiaires")


class Actor(models.TextChoices):
    """Who a piece of APIDOR's advice is for (methods.md 12)."""

    MANAGEMENT = "management", _("direction")
    PROJECT_LEAD = "project_lead", _("chef·fe de projet")
    OWNER = "owner", _("métier, maîtrise d’ouvrage")
    IT = "it", _("informatique, prestataire")
    REPRESENTATIVES = "representatives", _("représentant·es du personnel")
    USERS = "users", _("utilisatrices et utilisateurs")
    NEED_CARRIERS = "need_carriers", _("porteurs des besoins de bien-être")
    FACILITATION = "facilitation", _("animation")
    EVERYONE = "everyone", _("tout le monde")


class Moment(models.TextChoices):
    BEFORE = "before", _("avant")
    DURING = "during", _("pendant")
    AFTER = "after", _("après")


class Availability(models.TextChoices):
    """When a lever can be pulled (DIAL-IA's two categories)."""

    ALWAYS = "always", _("à tout moment")
    MOMENT = "moment", _("à un moment donné")


class TaskField(models.TextChoices):
    """What a person may say of one of their tasks (DiAG, methods.md 5)."""

    LABEL = "label", _("tâche")
    FREQUENCY = "frequency", _("fréquence")
    TIME_SHARE = "time_share", _("part du temps")
    ENJOYABLE = "enjoyable", _("goût pour cette tâche")
    HUMAN_RELATION = "human_relation", _("place de la relation humaine")
    VARIABILITY = "variability", _("variété des cas")
    CONSEQUENCE = "consequence", _("gravité d’une erreur")
    DATA = "data", _("données disponibles")
    AI_STATE = "ai_state", _("place de l’IA aujourd’hui")
    WISH = "wish", _("souhait")


class AssessmentState(models.TextChoices):
    OPEN = "open", _("réponses ouvertes")
    CLOSED = "closed", _("résultats montrés")
    #: Opened by mistake. Nothing was shown, and nothing will be.
    CANCELLED = "cancelled", _("annulé")


#: From each state, those that an act may lead to.
ASSESSMENT_MOVES: dict[AssessmentState, frozenset[AssessmentState]] = {
    AssessmentState.OPEN: frozenset(
        {AssessmentState.CLOSED, AssessmentState.CANCELLED}
    ),
    AssessmentState.CLOSED: frozenset({AssessmentState.OPEN}),
    AssessmentState.CANCELLED: frozenset(),
}


class Round(models.TextChoices):
    """When a grid is filled again, from the first time (features G9)."""

    T0 = "t0", _("premier diagnostic (T0)")
    M6 = "m6", _("à six mois")
    M12 = "m12", _("à douze mois")
    LATER = "later", _("plus tard")


#: What one repeats next, proposed and free to change.
NEXT_ROUND = {Round.T0: Round.M6, Round.M6: Round.M12}
#: Moments that may come after each; what is neither comes as often as one wants.
ROUNDS_AFTER: dict[Round, tuple[Round, ...]] = {
    Round.T0: (Round.M6, Round.M12, Round.LATER),
    Round.M6: (Round.M12, Round.LATER),
    Round.M12: (Round.LATER,),
    Round.LATER: (Round.LATER,),
}


class AnswerKind(models.TextChoices):
    """What is not known or does not apply is no degree of the scale."""

    LEVEL = "level", _("un degré")
    UNKNOWN = "unknown", _("ne sait pas")
    NOT_APPLICABLE = "not_applicable", _("sans objet")
    #: Words written before a degree was chosen: kept, shown to nobody, counted nowhere.
    DRAFT = "draft", _("pas encore de degré")


class Trust(models.IntegerChoices):
    """How sure those who answer are."""

    LOW = 1, _("peu sûr·es")
    FAIR = 2, _("assez sûr·es")
    HIGH = 3, _("sûr·es")


#: Whose sheets each side may hold for a group. Management never writes for the staff.
PARTIES_OF_SIDE: dict[str, frozenset[Party]] = {
    Side.DELEGATION: frozenset(
        {Party.REPRESENTATIVES, Party.USERS, Party.MANAGERS, Party.PUBLIC}
    ),
    Side.MANAGEMENT: frozenset({Party.MANAGEMENT, Party.IT, Party.MANAGERS}),
    Side.FACILITATION: frozenset(Party),
    Side.EXPERTISE: frozenset({Party.USERS, Party.MANAGERS, Party.PUBLIC, Party.IT}),
    Side.SUPPLIER: frozenset({Party.SUPPLIER}),
}


#: For whom a person answers alone. Who facilitates or advises stands on neither side:
#: they hold a group's sheet, and results say whose hand wrote it.
OWN_PARTIES: dict[str, frozenset[Party]] = PARTIES_OF_SIDE | {
    Side.FACILITATION: frozenset({Party.USERS, Party.PUBLIC}),
    Side.EXPERTISE: frozenset({Party.USERS, Party.PUBLIC}),
}

#: A side in the middle of a sentence.
SIDE_SAID = {
    Side.DELEGATION: _("la délégation"),
    Side.MANAGEMENT: _("la direction"),
    Side.FACILITATION: _("l’animation"),
    Side.EXPERTISE: _("l’expertise"),
    Side.SUPPLIER: _("le fournisseur"),
}


class PracticeState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    AGREED = "agreed", _("convenue")
    APPLIED = "applied", _("appliquée")
    DROPPED = "dropped", _("abandonnée")


PRACTICE_MOVES: dict[PracticeState, frozenset[PracticeState]] = {
    PracticeState.PROPOSED: frozenset({PracticeState.AGREED, PracticeState.DROPPED}),
    PracticeState.AGREED: frozenset({PracticeState.APPLIED, PracticeState.DROPPED}),
    PracticeState.APPLIED: frozenset({PracticeState.AGREED, PracticeState.DROPPED}),
    PracticeState.DROPPED: frozenset({PracticeState.PROPOSED}),
}


class AdviceState(models.TextChoices):
    """Where a piece of advice stands. Any of them may follow any other."""

    TODO = "todo", _("à faire")
    DOING = "doing", _("en cours")
    DONE = "done", _("fait")
    NOT_APPLICABLE = "not_applicable", _("sans objet")
    REFUSED = "refused", _("refusé")


#: States that nobody may give without saying why.
ADVICE_WITH_REASON = frozenset({AdviceState.NOT_APPLICABLE, AdviceState.REFUSED})


class NeedState(models.TextChoices):
    """A well-being need, from the words of those who carry it to its acceptance."""

    EXPRESSED = "expressed", _("exprimé")
    RETAINED = "retained", _("retenu")
    DELIVERED = "delivered", _("livré")
    ACCEPTED = "accepted", _("accepté")
    REFUSED = "refused", _("refusé")
    DROPPED = "dropped", _("abandonné")


_N = NeedState
#: What was accepted may fail later, and what was refused comes back with its sequel.
NEED_MOVES: dict[NeedState, frozenset[NeedState]] = {
    _N.EXPRESSED: frozenset({_N.RETAINED, _N.REFUSED, _N.DROPPED}),
    _N.RETAINED: frozenset({_N.DELIVERED, _N.REFUSED, _N.DROPPED}),
    _N.DELIVERED: frozenset({_N.ACCEPTED, _N.RETAINED, _N.REFUSED}),
    _N.ACCEPTED: frozenset({_N.RETAINED}),
    _N.REFUSED: frozenset({_N.EXPRESSED, _N.RETAINED, _N.DROPPED}),
    _N.DROPPED: frozenset({_N.EXPRESSED}),
}


class PathState(models.TextChoices):
    OPEN = "open", _("suivi")
    FINISHED = "finished", _("parcouru")
    LEFT = "left", _("arrêté")


class StageState(models.TextChoices):
    AHEAD = "ahead", _("à venir")
    HERE = "here", _("en cours")
    DONE = "done", _("fait")


#: A stage is entered, left behind, or come back to.
STAGE_MOVES: dict[StageState, frozenset[StageState]] = {
    StageState.AHEAD: frozenset({StageState.HERE}),
    StageState.HERE: frozenset({StageState.DONE, StageState.AHEAD}),
    StageState.DONE: frozenset({StageState.HERE}),
}


class StakeSide(models.TextChoices):
    """Where an actor of the project stands around the table, or beside it."""

    MANAGEMENT = "management", _("direction")
    REPRESENTATIVES = "representatives", _("représentant·es du personnel")
    USERS = "users", _("métiers, utilisatrices et utilisateurs")
    MANAGERS = "managers", _("encadrement")
    IT = "it", _("informatique")
    SUPPLIER = "supplier", _("fournisseur")
    PUBLIC = "public", _("usagers ou bénéficiaires")
    INSTITUTION = "institution", _("institution")
    OTHER = "other", _("autre")


class Influence(models.TextChoices):
    DECIDES = "decides", _("décide")
    WEIGHS = "weighs", _("pèse")
    UNDERGOES = "undergoes", _("subit")


class Position(models.TextChoices):
    CARRIES = "carries", _("porte le projet")
    ACCEPTS = "accepts", _("l’accepte")
    RESERVED = "reserved", _("a des réserves")
    OPPOSES = "opposes", _("s’y oppose")
    UNKNOWN = "unknown", _("on ne sait pas")


class InterviewState(models.TextChoices):
    PLANNED = "planned", _("prévu")
    HELD = "held", _("mené")
    SYNTHESISED = "synthesised", _("repris dans la synthèse")


INTERVIEW_MOVES: dict[InterviewState, frozenset[InterviewState]] = {
    InterviewState.PLANNED: frozenset({InterviewState.HELD}),
    InterviewState.HELD: frozenset({InterviewState.SYNTHESISED}),
    InterviewState.SYNTHESISED: frozenset({InterviewState.HELD}),
}
