"""Two small cases named in the AURA training of the ESS (methods.md, section 7).

Mail and diary rules in a social-care home, followed to the opinion that was sent; and
a telework charter that has just been announced.
"""

from agreements.demo import cast
from agreements.demo.stage import Stage, hand_over
from dialogue.actions import consultations, opinions, transmission, votes
from dialogue.enums import Choice, PassageKind, Stance
from dialogue.models import Consultation
from projects.actions import organisations, projects
from projects.actions.projects import ProjectFields
from projects.actions.workplaces import WorkplaceFields
from projects.enums import (
    Answer3,
    Instance,
    MandateKind,
    OrganisationKind,
    Phase,
    Regime,
    Role,
)
from projects.models import Member, Project, User


def play(stage: Stage) -> None:
    with stage.at(100, 9):
        secretary = organisations.open_organisation(
            name="CSE Les Tilleuls",
            kind=OrganisationKind.CSE,
            workplace=WorkplaceFields(
                name="Résidence Les Tilleuls",
                siren="",
                siret="",
                headcount=64,
                regime=Regime.ASSOCIATION,
                instance=Instance.CSE,
                territory="metropole",
                mail_domains="",
            ),
            user=User.objects.get(email=cast.address("elue")),
        )
        body = secretary.organisation
        delegate = cast.join(body, "delegue", Role.DELEGATE, actor=secretary)
        third = cast.join(body, "secretaire", Role.ELECTED, actor=secretary)
        for member in (secretary, delegate, third):
            cast.elect(member, MandateKind.FULL, actor=secretary, since=stage.day(400))
    _mail_and_diary(stage, secretary, delegate, third)
    _telework(stage, secretary)


def _mail_and_diary(
    stage: Stage, secretary: Member, delegate: Member, third: Member
) -> None:
    with stage.at(70):
        project = _create(
            secretary,
            "Règles de messagerie et d’agenda partagés",
            "Fixer des règles communes pour les courriels et l’agenda des équipes de "
            "soins et d’animation.",
            "Les équipes de nuit lisent leurs messages chez elles, sur leur temps de "
            "repos.",
            people=58,
        )
        management = cast.be_guest(project, "direction", Role.EMPLOYER, actor=secretary)
        consultation = consultations.prepare(
            project, actor=secretary, subject=project.title
        )
    with stage.at(66, 11) as day:
        hand_over(
            project,
            "Projet de règles de messagerie et d’agenda",
            ["Pas de message attendu entre 20 h et 7 h.", "Un agenda par équipe."],
            actor=management,
            given_by="Direction de la résidence",
            on=day,
        )
        consultations.open_consultation(consultation, actor=secretary, on=day)
    _decide(stage, consultation, secretary, delegate, third)


def _decide(
    stage: Stage,
    consultation: Consultation,
    secretary: Member,
    delegate: Member,
    third: Member,
) -> None:
    with stage.at(48, 14):
        opinions.add_passage(
            consultation,
            actor=delegate,
            kind=PassageKind.POINT,
            title="Le repos d’abord",
            text="Les règles protègent le repos des équipes de nuit si l’encadrement "
            "les suit aussi. Le CSE demande qu’elles soient écrites au règlement.",
        )
        opinions.add_passage(
            consultation,
            actor=secretary,
            kind=PassageKind.WISH,
            text="Faire le point dans six mois avec les équipes.",
        )
        opinion = opinions.choose_stance(
            consultation, actor=secretary, stance=Stance.FAVOURABLE
        )
    with stage.at(45, 15):
        vote = votes.open_vote(
            opinion, actor=secretary, present=[secretary, delegate, third]
        )
        for member, choice in (
            (secretary, Choice.FOR),
            (delegate, Choice.FOR),
            (third, Choice.ABSTAIN),
        ):
            votes.cast(vote, actor=member, choice=choice)
        votes.close_vote(vote, actor=secretary)
    with stage.at(45, 17):
        opinion.refresh_from_db()
        transmission.transmit(opinion, actor=secretary)


def _telework(stage: Stage, secretary: Member) -> None:
    with stage.at(9):
        project = _create(
            secretary,
            "Charte de télétravail des services administratifs",
            "Ouvrir le télétravail un jour par semaine à l’accueil et à la "
            "comptabilité.",
            "Qui reste répond au téléphone pour les autres.",
            people=11,
        )
        consultation = consultations.prepare(
            project, actor=secretary, subject=project.title
        )
        consultations.ask_information(consultation, actor=secretary, on=stage.day(9))


def _create(
    secretary: Member, title: str, purpose: str, real_change: str, *, people: int
) -> Project:
    return projects.create_project(
        secretary.organisation,
        actor=secretary,
        phase=Phase.FRAMING,
        **ProjectFields(
            workplace=secretary.organisation.workplaces.get(),
            title=title,
            purpose=purpose,
            real_change=real_change,
            uses_ai=Answer3.NO,
            trades="Soin, animation, administration",
            people_count=people,
            personal_data=Answer3.YES,
            staff_data=Answer3.YES,
            monitoring=Answer3.UNKNOWN,
        ),
    )
