"""What an employer owes on a project, guessed from its sheet: a list to start from.

Facts in, lines out: nothing is read nor written here. The delegation removes, adds and
judges; a line is a question to ask, not a claim that the law names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.enums import Answer3, Regime
from projects.models import Project, Workplace

#: Article L. 2312-8 belongs to the section on companies of fifty people and more.
FULL_CONSULTATION_FROM = 50


@dataclass(frozen=True, slots=True)
class Expected:
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """Where each duty comes from, for one kind of workplace; empty when it has none."""

    project: str
    written: str
    prior: str
    employment: str
    training: str
    staff_data: str
    monitoring: str
    environment: str


def expected_information(project: Project) -> list[Expected]:
    """Lines for this project, in the order one reads a notice. Needs its workplace."""
    grounds = _grounds(project.workplace)
    lines = [
        *_announcement(project, grounds),
        *_people(grounds),
        *_data(project, grounds),
        *_intelligence(project, grounds),
        *_follow_up(grounds),
    ]
    return [line for line in lines if line.why]


def _grounds(workplace: Workplace) -> Grounds:
    if workplace.regime == Regime.PUBLIC:
        project = _(
            "R. 253-21, R. 253-25 ou R. 253-29 du CGFP : nouvelles technologies"
        )
        return Grounds(
            project=project,
            written=_("R. 254-39 du CGFP : documents transmis avant la séance"),
            prior=_("L’instance est consultée avant la décision"),
            employment=_("L. 253-1 ou L. 253-5 du CGFP : organisation du travail"),
            training=project,
            staff_data=_("RGPD, articles 5 et 13 : information des personnes"),
            monitoring=_("RGPD, article 5 : finalité et proportion"),
            environment="",
        )
    staff = _("L. 1222-4 : aucun recueil par un dispositif resté inconnu des personnes")
    proportion = _("L. 1121-1 : pas d’atteinte sans justification ni proportion")
    training = _("L. 6321-1 : adaptation au poste de travail")
    if workplace.headcount < FULL_CONSULTATION_FROM:
        small = _("L. 2312-5 : santé, sécurité et réclamations, moins de 50 personnes")
        return Grounds(small, small, small, small, training, staff, proportion, "")
    return Grounds(
        project=_("L. 2312-8, II, 4° : nouvelles technologies, aménagement important"),
        written=_("L. 2312-15 : information précise et écrite, réponses motivées"),
        prior=_("L. 2312-14 : la consultation précède la décision"),
        employment=_("L. 2312-8, II, 1° : volume ou structure des effectifs"),
        training=training,
        staff_data=staff,
        monitoring=_("L. 2312-38 : moyens de contrôle de l’activité ; L. 1121-1"),
        environment=_("L. 2312-8, III : conséquences environnementales"),
    )


def _possible(answer: str) -> bool:
    """Said, or not excluded: what nobody knows yet has to be asked."""
    return answer != Answer3.NO


def _announcement(project: Project, grounds: Grounds) -> Iterator[Expected]:
    yield Expected(
        _("Le projet par écrit : but, périmètre, ce qui change dans le travail"),
        grounds.project,
    )
    yield Expected(
        _("Les raisons de ce choix et les autres solutions étudiées"), grounds.written
    )
    supplier = project.supplier.strip()
    label = _("Le fournisseur, le produit, le contrat ou l’offre : fonctions, coût")
    if supplier:
        label = _(
            "Le contrat ou l’offre de %(supplier)s : fonctions activées, coût"
        ) % {"supplier": supplier}
    yield Expected(label, grounds.written)
    yield Expected(_("Le calendrier : essai, déploiement, bilans"), grounds.prior)
    if project.pilot_planned_on or project.first_use_on:
        yield Expected(
            _("L’essai : dates, personnes concernées, résultats, incidents"),
            grounds.prior,
        )


def _people(grounds: Grounds) -> Iterator[Expected]:
    yield Expected(
        _("Les personnes touchées : métiers, nombre, sites et horaires"),
        grounds.project,
    )
    yield Expected(
        _("Les effets attendus sur la charge, le contenu et l’autonomie du travail"),
        grounds.project,
    )
    yield Expected(
        _("L’évaluation des risques mise à jour, risques psychosociaux compris"),
        _("L. 4121-3 : l’employeur évalue les risques, équipements de travail compris"),
    )
    yield Expected(
        _("Les effets sur l’emploi, les qualifications et la sous-traitance"),
        grounds.employment,
    )
    yield Expected(
        _("Le plan de formation : qui, quand, combien d’heures, sur quel temps"),
        grounds.training,
    )


def _data(project: Project, grounds: Grounds) -> Iterator[Expected]:
    personal = _possible(project.personal_data)
    staff = _possible(project.staff_data)
    monitoring = _possible(project.monitoring)
    if personal or staff:
        yield Expected(
            _("Les données traitées : lesquelles, sur qui, combien de temps, qui lit"),
            _("RGPD, articles 5 et 13 : finalité, durée, information des personnes"),
        )
    if personal or staff or monitoring:
        yield Expected(
            _("L’analyse d’impact sur la protection des données (AIPD)"),
            _("RGPD, article 35 ; liste de la CNIL : suivi de l’activité, profilage"),
        )
    if staff:
        yield Expected(
            _("Les données sur le personnel : recueil, croisements, usages exclus"),
            grounds.staff_data,
        )
    if monitoring:
        yield Expected(
            _("Ce que l’outil permet de voir de l’activité de chacun·e, et à qui"),
            grounds.monitoring,
        )


def _intelligence(project: Project, grounds: Grounds) -> Iterator[Expected]:
    if not _possible(project.uses_ai):
        return
    yield Expected(
        _("Ce que fait l’IA : fonctions, essais sur nos cas, erreurs et limites"),
        grounds.written,
    )
    yield Expected(
        _("Le contrôle humain : qui peut corriger, refuser ou arrêter l’outil"),
        _("Règlement (UE) 2024/1689, article 26 : haut risque, dès le 2 décembre 2027"),
    )
    yield Expected(
        _("Le niveau de risque retenu pour le système d’IA, et pourquoi"),
        _("Règlement (UE) 2024/1689, article 6 et annexe III, point 4 : emploi"),
    )
    yield Expected(
        _("La formation à l’IA des personnes qui l’utilisent"),
        _("Règlement (UE) 2024/1689, article 4 : maîtrise de l’IA"),
    )
    if _possible(project.staff_data):
        yield Expected(
            _("Les décisions sur les personnes préparées ou prises par l’outil"),
            _("RGPD, article 22 : pas de décision entièrement automatisée"),
        )


def _follow_up(grounds: Grounds) -> Iterator[Expected]:
    yield Expected(
        _("L’évaluation des effets sur le travail après le déploiement : qui, quand"),
        grounds.written,
    )
    yield Expected(
        _("Le retour en arrière : qui peut arrêter, comment le travail continue"),
        grounds.project,
    )
    yield Expected(_("Les conséquences pour l’environnement"), grounds.environment)
