"""What is asked, answered and written in the story of the customer service."""

from dialogue.enums import Theme
from projects.enums import Answer3, Use

#: What the delegation knows of the use; the rest is to be asked.
USES: dict[str, str] = {
    Use.UPGRADE: Answer3.NO,
    Use.EVERYONE: Answer3.YES,
    Use.COMPULSORY: Answer3.YES,
    Use.SUBSTITUTION: Answer3.YES,
    Use.CONDITIONS: Answer3.YES,
    Use.RECRUITMENT: Answer3.NO,
    Use.EMOTIONS: Answer3.NO,
    Use.TRAINING: Answer3.NO,
}
QUESTIONS = [
    (
        Theme.DATA,
        "À partir de quelles conversations l’assistant a-t-il été réglé, et qui les a "
        "relues ?",
    ),
    (
        Theme.WORK,
        "Quand la réponse proposée est fausse, qui la corrige et combien de temps cela "
        "prend-il ?",
    ),
    (
        Theme.JOBS,
        "Combien de postes l’étude d’opportunité prévoit-elle dans deux ans au service "
        "client ?",
    ),
    (
        Theme.SKILLS,
        "Quelle formation avant l’ouverture, de quelle durée, et sur quel temps ?",
    ),
    (
        Theme.HEALTH,
        "La durée moyenne d’appel attendue change-t-elle avec l’assistant, et de "
        "combien ?",
    ),
    (
        Theme.SUPPLIER,
        "Que dit le contrat si l’éditeur change le modèle ou ferme le service ?",
    ),
    (
        Theme.MONITORING,
        "Qui voit le temps passé par appel, et que devient ce chiffre à l’entretien "
        "annuel ?",
    ),
    (
        Theme.ROLLBACK,
        "Que se passe-t-il si l’on revient à l’ancien outil ? En combien de temps, "
        "décidé par qui ?",
    ),
]
ANSWERS = [
    (0, False, "Douze mille conversations de 2024, relues par deux prestataires."),
    (
        1,
        False,
        "La conseillère ou le conseiller corrige avant l’envoi, en vingt secondes.",
    ),
    (2, True, "L’étude sera communiquée quand elle sera à jour."),
    (3, False, "Une demi-journée par personne, sur le temps de travail."),
    (6, True, "L’encadrement voit une moyenne par équipe."),
]
POINTS = (
    (
        6,
        "Aucune mesure individuelle",
        "La direction dit ne voir qu’une moyenne par équipe. Le CSE demande que ce "
        "soit écrit, et que rien n’arrive à l’entretien annuel.",
    ),
    (
        7,
        "Pouvoir revenir en arrière",
        "La question du retour à l’ancien outil est restée sans réponse. Le CSE "
        "demande une procédure essayée avant le déploiement.",
    ),
)
