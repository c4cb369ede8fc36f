"""The register of Clientis: what is used there, and what somebody thought of asking.

Three systems: the assistant of the first file, one that is published, and one that
nobody looked at again in time.
"""

from datetime import timedelta

from agreements.demo.stage import Stage
from projects.actions import (
    suppliers,
    system_events,
    system_publication,
    systems,
)
from projects.actions.suppliers import SupplierFields
from projects.actions.system_publication import public_fingerprint
from projects.enums import AIClass, Answer3, HumanRole, SystemState
from projects.forms.systems import from_project
from projects.models import Member, Project, SupplierSheet, System


def play(stage: Stage, secretary: Member, elected: Member, delegate: Member) -> None:
    _planning(stage, secretary, elected)
    _badges(stage, elected, delegate)
    _assistant(stage, secretary, elected)


def _supplier(
    actor: Member, supplier: str, product: str, **facts: str
) -> SupplierSheet:
    fields = SupplierFields(
        supplier=supplier,
        product=product,
        does=facts.get("does", ""),
        data_location=facts.get("data_location", ""),
        subprocessors=facts.get("subprocessors", ""),
        ai_models=facts.get("ai_models", ""),
        documentation="",
        contact=facts.get("contact", ""),
    )
    return suppliers.add_supplier(actor.organisation, actor=actor, **fields)


def _planning(stage: Stage, secretary: Member, elected: Member) -> None:
    """Known, discussed, reviewed once: anybody may read its sheet."""
    with stage.at(90, 14):
        system = _write_planning(stage, elected)
    with stage.at(32, 15) as day:
        system_events.record_review(
            system,
            actor=elected,
            reviewed_on=day,
            seen="Le délai de prévenance est revenu à sept jours. Le tableur de "
            "secours n’a pas été essayé.",
            next_on=stage.today + timedelta(days=150),
        )
    with stage.at(31, 10):
        system.refresh_from_db()
        seen = public_fingerprint(system)
        system_publication.publish(system, actor=secretary, seen=seen)
    with stage.at(20, 12):
        system_events.report_from_public_page(
            system, text="Sur le plateau du soir, la proposition n’est plus validée."
        )


def _write_planning(stage: Stage, elected: Member) -> System:
    return systems.add_system(
        elected.organisation,
        actor=elected,
        state=SystemState.IN_USE,
        workplace=elected.organisation.workplaces.get(),
        name="Planning des plateaux",
        supplier_sheet=_supplier(
            elected,
            "Horizons Planning",
            "Horizons Équipe",
            does="Propose des horaires d’après les appels attendus.",
            data_location="France",
        ),
        version="7",
        stated_purpose="Prévoir assez de monde aux heures chargées.",
        real_use="Les pauses bougent d’un jour à l’autre ; l’encadrement corrige à "
        "la main une semaine sur deux.",
        decided_by="Direction des opérations",
        uses_ai=Answer3.NO,
        trades="Conseil client",
        people_count=140,
        data_in="Horaires, absences, compétences déclarées.",
        personal_data=Answer3.YES,
        staff_data=Answer3.YES,
        outputs="Une proposition d’horaires, que l’encadrement valide.",
        human_role=HumanRole.DECIDES,
        may_set_aside=Answer3.YES,
        set_aside_how="En le disant à l’encadrement, sans avoir à se justifier.",
        effect_conditions="Des horaires connus cinq jours avant au lieu de dix.",
        impact_assessment=Answer3.YES,
        training="Deux heures à l’arrivée.",
        fallback="Le tableur d’avant est gardé.",
        review_on=stage.day(30),
    )


def _badges(stage: Stage, elected: Member, delegate: Member) -> None:
    """Old and forgotten: its day of review has passed."""
    with stage.at(88, 16):
        system = systems.add_system(
            elected.organisation,
            actor=delegate,
            state=SystemState.IN_USE,
            workplace=elected.organisation.workplaces.get(),
            name="Badges d’entrée et de sortie",
            stated_purpose="Savoir qui est dans le bâtiment en cas d’évacuation.",
            uses_ai=Answer3.NO,
            trades="Tous les métiers",
            people_count=412,
            personal_data=Answer3.YES,
            staff_data=Answer3.YES,
            human_role=HumanRole.INFORMED,
            review_on=stage.day(12),
            review_triggers="Si les heures servent à autre chose qu’à la sécurité.",
        )
    with stage.at(40, 11) as day:
        system_events.record_incident(
            system,
            actor=delegate,
            happened_on=day,
            what="Un tableau d’heures de passage a circulé dans un service. La "
            "direction a demandé de le supprimer.",
        )


def _assistant(stage: Stage, secretary: Member, elected: Member) -> None:
    """The tool of the first file, at the end of it: its sheet begins as the file's."""
    project = Project.objects.get(
        organisation=secretary.organisation, title="Assistant IA du service client"
    )
    with stage.at(1, 18, 52):
        system = _from_file(stage, project, elected)
        system_events.report_mistake(
            system,
            actor=secretary,
            text="Il y a aussi des intérimaires parmi les personnes touchées.",
        )


def _from_file(stage: Stage, project: Project, elected: Member) -> System:
    known = from_project(project) | {"workplace": project.workplace, "project": project}
    known["state"] = SystemState.IN_USE
    return systems.add_system(
        elected.organisation,
        actor=elected,
        **known,
        supplier_sheet=_supplier(
            elected,
            project.supplier,
            project.product,
            does="Propose une réponse à chaque message de client.",
            data_location="Union européenne, d’après le contrat",
            ai_models="Un modèle de langage d’un autre éditeur, non précisé",
            contact="Direction commerciale de l’éditeur",
        ),
        version="Pilote",
        decided_by="Direction du service client",
        decided_on=stage.day(78),
        data_in="Messages des clients, réponses et temps de réponse des équipes.",
        outputs="Une réponse proposée, que la personne corrige et envoie.",
        human_role=HumanRole.DECIDES,
        may_set_aside=Answer3.UNKNOWN,
        effect_content="Relire plutôt qu’écrire.",
        effect_skills="Les fiches écrites par les équipes ne servent plus.",
        effect_conditions="Le rythme est donné par l’écran.",
        ai_class=AIClass.TRANSPARENCY,
        ai_class_on=stage.day(1),
        impact_assessment=Answer3.UNKNOWN,
        expert="Cabinet Arpège Travail",
        review_on=stage.today + timedelta(days=90),
        review_triggers="Nouvelle version, extension à d’autres plateaux, incident.",
    )
