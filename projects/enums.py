"""Closed vocabularies of the ground floor, with the words people see."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    CSE = "cse", _("CSE")
    UNION_SECTION = "union_section", _("section syndicale")
    FEDERATION = "federation", _("fédération")
    ASSOCIATION = "association", _("association")
    TERRITORIAL_NETWORK = "territorial_network", _("réseau territorial")


class Regime(models.TextChoices):
    """Which body of law governs the consultation."""

    PRIVATE = "private", _("secteur privé")
    PUBLIC = "public", _("secteur public")
    ASSOCIATION = "association", _("association (droit privé)")


class Instance(models.TextChoices):
    CSE = "cse", _("CSE")
    CENTRAL_CSE = "central_cse", _("CSE central et CSE d’établissement")
    CSA = "csa", _("comité social d’administration (CSA, CST, CSE hospitalier)")
    NONE = "none", _("pas d’instance")


class Branch(models.TextChoices):
    """Which part of the public service: minutes and sittings differ (R254-35, -73)."""

    STATE = "state", _("État (CSA)")
    TERRITORIAL = "territorial", _("collectivités territoriales (CST)")
    HOSPITAL = "hospital", _("hôpital (CSE hospitalier)")


class Side(models.TextChoices):
    """Partie: on whose side of the table a person sits."""

    DELEGATION = "delegation", _("délégation du personnel")
    MANAGEMENT = "management", _("direction")
    FACILITATION = "facilitation", _("animation")
    EXPERTISE = "expertise", _("expertise")
    SUPPLIER = "supplier", _("fournisseur")


#: What stands for a person whose name is not told.
SOMEBODY = {
    Side.DELEGATION: _("une personne de la délégation"),
    Side.MANAGEMENT: _("une personne de la direction"),
    Side.FACILITATION: _("une personne de l’animation"),
    Side.EXPERTISE: _("une personne de l’expertise"),
    Side.SUPPLIER: _("une personne du fournisseur"),
}


class Role(models.TextChoices):
    ADMIN = "admin", _("gestion de l’organisation")
    SECRETARY = "secretary", _("secrétaire")
    ELECTED = "elected", _("élu·e")
    DELEGATE = "delegate", _("délégué·e syndical·e")
    READER = "reader", _("lecture seule")
    EMPLOYER = "employer", _("direction")
    IT = "it", _("informatique (DSI)")
    EXPERT = "expert", _("expert·e")
    FACILITATOR = "facilitator", _("animation")
    SUPPLIER = "supplier", _("fournisseur")


#: Roles of the organisation itself; the others are guests of one project.
ORGANISATION_ROLES = frozenset(
    {Role.ADMIN, Role.SECRETARY, Role.ELECTED, Role.DELEGATE, Role.READER}
)
#: A guest's side follows from the role: nobody chooses it by hand.
SIDE_OF_ROLE: dict[Role, Side] = {
    Role.ADMIN: Side.DELEGATION,
    Role.SECRETARY: Side.DELEGATION,
    Role.ELECTED: Side.DELEGATION,
    Role.DELEGATE: Side.DELEGATION,
    Role.READER: Side.DELEGATION,
    Role.EMPLOYER: Side.MANAGEMENT,
    Role.IT: Side.MANAGEMENT,
    Role.EXPERT: Side.EXPERTISE,
    Role.FACILITATOR: Side.FACILITATION,
    Role.SUPPLIER: Side.SUPPLIER,
}
#: Guests who may be let into the caucus, by an explicit choice when inviting them.
CAUCUS_GUESTS = frozenset({Side.FACILITATION, Side.EXPERTISE})


class MandateKind(models.TextChoices):
    FULL = "full", _("titulaire")
    SUBSTITUTE = "substitute", _("suppléant·e")
    SECRETARY = "secretary", _("secrétaire du CSE")
    TREASURER = "treasurer", _("trésorier·ère du CSE")
    UNION_DELEGATE = "union_delegate", _("délégué·e syndical·e")
    UNION_REPRESENTATIVE = "union_representative", _("représentant·e syndical·e")


class Room(models.TextChoices):
    """Espace: the caucus is never seen by management, the shared room by all."""

    CAUCUS = "caucus", _("espace élus")
    SHARED = "shared", _("espace partagé")


class Answer3(models.TextChoices):
    YES = "yes", _("oui")
    NO = "no", _("non")
    UNKNOWN = "unknown", _("on ne sait pas encore")


class Use(models.TextChoices):
    """What the sheet asks of the use made of the tool, each answered by Answer3."""

    UPGRADE = "upgrade", _("Est-ce une simple mise à jour d’un outil déjà en place ?")
    EVERYONE = "everyone", _("Est-il ouvert à tout un métier ou à tout le personnel ?")
    COMPULSORY = "compulsory", _("Est-on obligé de s’en servir ?")
    SUBSTITUTION = "substitution", _("Fait-il des tâches que des personnes faisaient ?")
    CONDITIONS = (
        "conditions",
        _("Change-t-il la santé, la sécurité ou les conditions de travail ?"),
    )
    STAGED = "staged", _("Le projet se décide-t-il en plusieurs fois ?")
    REORGANISATION = (
        "reorganisation",
        _("Le projet fait-il partie d’une réorganisation de service ?"),
    )
    RECRUITMENT = "recruitment", _("Sert-il à recruter ?")
    APPRAISAL = (
        "appraisal",
        _("Nourrit-il les évaluations, les promotions ou les affectations ?"),
    )
    ALLOCATION = (
        "allocation",
        _("Répartit-il les tâches, les appels ou les horaires ?"),
    )
    EMOTIONS = (
        "emotions",
        _("Déduit-il des émotions, ou classe-t-il d’après la voix ou le visage ?"),
    )
    PLATFORM = (
        "platform",
        _("Le travail passe-t-il par une plateforme qui distribue les missions ?"),
    )
    CHARTER = (
        "charter",
        _("Une charte d’usage qui prévoit des sanctions est-elle annoncée ?"),
    )
    IMPACT_DONE = (
        "impact_done",
        _("L’analyse d’impact sur les données (AIPD) est-elle faite ?"),
    )
    PEOPLE_TOLD = (
        "people_told",
        _("Chaque personne a-t-elle été informée des données recueillies sur elle ?"),
    )
    TRAINING = (
        "training",
        _("Les personnes qui s’en servent sont-elles formées à l’IA ?"),
    )


class AIFunction(models.TextChoices):
    RECOMMENDS = "recommends", _("recommande")
    PREDICTS = "predicts", _("prédit")
    GENERATES = "generates", _("rédige ou génère")
    SORTS = "sorts", _("trie ou classe")
    CONTROLS = "controls", _("contrôle ou commande")


class SystemState(models.TextChoices):
    """Where a system of the register stands; its moves are in models/systems.py."""

    IDEA = "idea", _("à l’état d’idée")
    TRIAL = "trial", _("à l’essai")
    IN_USE = "in_use", _("utilisé")
    SUSPENDED = "suspended", _("suspendu")
    WITHDRAWN = "withdrawn", _("retiré")


class HumanRole(models.TextChoices):
    """What people do with the outputs of a system (methods.md section 10.4)."""

    DECIDES = "decides", _("une personne décide, le système aide")
    CHECKS = "checks", _("le système décide, une personne vérifie")
    INFORMED = "informed", _("le système décide, une personne est informée")
    NONE = "none", _("le système décide seul")


class AIClass(models.TextChoices):
    """Class under Regulation (EU) 2024/1689, as people judged it on a day."""

    PROHIBITED = "prohibited", _("pratique interdite (article 5)")
    HIGH_RISK = "high_risk", _("haut risque (article 6)")
    TRANSPARENCY = "transparency", _("obligation de transparence (article 50)")
    OTHER = "other", _("aucune de ces classes")


class SystemReportState(models.TextChoices):
    """Life of a mistake that somebody reported on a sheet of the register."""

    TO_READ = "to_read", _("à relire")
    OPEN = "open", _("ouvert")
    ANSWERED = "answered", _("répondu")


class Phase(models.TextChoices):
    """The six phases of APIDOR (methods.md section 3)."""

    FRAMING = "framing", _("cadrage")
    DESIGN = "design", _("conception et planification")
    BUILD = "build", _("réalisation")
    ACCEPTANCE = "acceptance", _("livraison et recette")
    DEPLOYMENT = "deployment", _("déploiement")
    MAINTENANCE = "maintenance", _("maintenance et évolution")


class ItemKind(models.TextChoices):
    """The steps of the thread, in order; the value is also the number's letter."""

    OBSERVATION = "O", _("observation")
    FINDING = "C", _("constat")
    QUESTION = "Q", _("question")
    ANSWER = "R", _("réponse")
    POINT = "A", _("point d’avis")
    CLAUSE = "L", _("clause")
    COMMITMENT = "E", _("engagement")
    CHECK = "V", _("vérification")


class DueState(models.TextChoices):
    """State of a piece of information the employer owes."""

    MISSING = "missing", _("manquante")
    INSUFFICIENT = "insufficient", _("insuffisante")
    RECEIVED = "received", _("reçue")


class Confidence(models.TextChoices):
    """How the wording of a rule of law was checked, from best to unchecked."""

    V1 = "V1", _("texte lu")
    V2 = "V2", _("source secondaire lue")
    V3 = "V3", _("relais de seconde main")
    M = "M", _("à vérifier")


class DeadlineState(models.TextChoices):
    OPEN = "open", _("à venir")
    MET = "met", _("tenue")
    MISSED = "missed", _("dépassée")
    CANCELLED = "cancelled", _("remplacée")


class DeadlineNature(models.TextChoices):
    """What its day means once it has passed: only what is awaited can be late."""

    AWAITED = "awaited", _("à tenir")
    #: It holds only if something is so, and nobody told whether it is.
    CONDITIONAL = "conditional", _("sous condition")
    #: People meet that day.
    SITTING = "sitting", _("rendez-vous")


class JobState(models.TextChoices):
    """Life of a row that asks for an effect: a mail, a reminder, a PDF."""

    WAITING = "waiting", _("en attente")
    DONE = "done", _("fait")
    FAILED = "failed", _("échec")
    DROPPED = "dropped", _("abandonné")


class ReportKind(models.TextChoices):
    DOSSIER = "dossier", _("dossier de consultation")
    OPINION = "opinion", _("avis")
    CONVOCATION = "convocation", _("ordre du jour")
    MINUTES = "minutes", _("procès-verbal")
    LETTER = "letter", _("lettre")
    LOGBOOK = "logbook", _("carnet")
    DIAGNOSTIC = "diagnostic", _("diagnostic")
