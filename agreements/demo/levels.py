"""One project at two levels: a central CSE with an expert, an establishment after it.

The establishment's date follows the central one (R2312-6, II): linked while a month
ran, it moves by itself when the central CSE votes its expertise. Its opinion is voted,
sent, then written down by the central CSE as received in time.
"""

from dataclasses import dataclass
from datetime import date

from agreements.demo import cast
from agreements.demo.levels_words import (
    AGENCY_CHANGE,
    CENTRAL_CHANGE,
    FIRM,
    NOTE,
    POINT,
    PURPOSE,
    TITLE,
)
from agreements.demo.stage import Stage, hand_over
from dialogue.actions import (
    consultations,
    events,
    expertise,
    levels,
    opinions,
    transmission,
    votes,
)
from dialogue.enums import (
    AdaptationMeasures,
    Choice,
    EventKind,
    ExpertGround,
    PassageKind,
    Stance,
)
from dialogue.models import Consultation
from projects.actions import organisations, projects
from projects.actions.projects import ProjectFields
from projects.actions.workplaces import WorkplaceFields
from projects.enums import (
    AIFunction,
    Answer3,
    Instance,
    MandateKind,
    OrganisationKind,
    Phase,
    Regime,
    Role,
)
from projects.models import Member, Project, User


@dataclass
class Committee:
    """A CSE, two who sit in it, and what its project changes."""

    secretary: Member
    other: Member
    title: str
    change: str
    people: int


def play(stage: Stage) -> None:
    with stage.at_work(70, 9):
        central = _central()
        agency = _agency()
        _mandates(central, stage.day(600))
        _mandates(agency, stage.day(560))
    above = _open(stage, 58, central)
    below = _open(stage, 54, agency, above)
    _expertise(stage, above, central.secretary)
    _decide(stage, below, agency)
    with stage.at_work(12, 10) as day:
        levels.record_forwarded(
            above,
            actor=central.secretary,
            establishment="Agence de Roanne",
            received_on=day,
            source=below,
        )


def _central() -> Committee:
    """Each secretary also sits in the other committee: the files can be linked."""
    secretary = _house("CSE central Halage", "secretaire", Instance.CENTRAL_CSE, 1180)
    other = cast.join(secretary.organisation, "delegue", Role.ELECTED, actor=secretary)
    return Committee(secretary, other, TITLE, CENTRAL_CHANGE, 640)


def _agency() -> Committee:
    secretary = _house("CSE Halage, agence de Roanne", "delegue", Instance.CSE, 210)
    other = cast.join(
        secretary.organisation, "secretaire", Role.ELECTED, actor=secretary
    )
    title = f"{TITLE} : agence de Roanne"
    return Committee(secretary, other, title, AGENCY_CHANGE, 120)


def _house(name: str, who: str, instance: Instance, headcount: int) -> Member:
    return organisations.open_organisation(
        name=name,
        kind=OrganisationKind.CSE,
        workplace=WorkplaceFields(
            name=name.replace("CSE central", "Messageries").removeprefix("CSE "),
            siren="",
            siret="",
            headcount=headcount,
            regime=Regime.PRIVATE,
            instance=instance,
            territory="metropole",
            mail_domains="",
        ),
        user=User.objects.get(email=cast.address(who)),
    )


def _mandates(committee: Committee, since: date) -> None:
    for member in (committee.secretary, committee.other):
        cast.elect(member, MandateKind.FULL, actor=committee.secretary, since=since)


def _open(
    stage: Stage, days_ago: int, committee: Committee, above: Consultation | None = None
) -> Consultation:
    """Announced, then three days later the information that starts the period."""
    actor = committee.secretary
    with stage.at_work(days_ago, 10):
        project = _project(stage, days_ago, committee)
        management = cast.be_guest(project, "direction", Role.EMPLOYER, actor=actor)
        consultation = consultations.prepare(
            project,
            actor=actor,
            subject=project.title,
            two_levels=above is None,
        )
        levels.set_levels(
            consultation,
            actor=actor,
            measures=AdaptationMeasures.SPECIFIC,
            central=above,
        )
    with stage.at_work(days_ago - 3, 14) as day:
        if above is None:
            hand_over(
                project,
                "Note d’information au CSE central",
                NOTE,
                actor=management,
                given_by="Direction des opérations",
                on=day,
            )
        consultations.open_consultation(consultation, actor=actor, on=day)
    return consultation


def _project(stage: Stage, days_ago: int, committee: Committee) -> Project:
    secretary = committee.secretary
    return projects.create_project(
        secretary.organisation,
        actor=secretary,
        phase=Phase.FRAMING,
        **ProjectFields(
            workplace=secretary.organisation.workplaces.get(),
            title=committee.title,
            purpose=PURPOSE,
            real_change=committee.change,
            uses_ai=Answer3.YES,
            ai_functions=[AIFunction.RECOMMENDS],
            trades="Conduite, exploitation",
            people_count=committee.people,
            personal_data=Answer3.YES,
            staff_data=Answer3.YES,
            monitoring=Answer3.UNKNOWN,
            announced_on=stage.day(days_ago + 2),
            start_planned_on=stage.day(-120),
        ),
    )


def _expertise(stage: Stage, consultation: Consultation, actor: Member) -> None:
    """Voted within the month: the period becomes three months, at both levels."""
    for days_ago, hour, kind in (
        (48, 11, EventKind.EXPERT_NAMED),
        (47, 15, EventKind.EXPERT_ASKED),
        (43, 15, EventKind.EMPLOYER_REPLIED),
        (42, 16, EventKind.TERMS_NOTIFIED),
    ):
        with stage.at_work(days_ago, hour) as day:
            events.record(consultation, actor=actor, kind=kind, on=day)
            if kind == EventKind.EXPERT_NAMED:
                expertise.describe(
                    consultation,
                    actor=actor,
                    ground=ExpertGround.NEW_TECHNOLOGY,
                    firm=FIRM,
                    chosen_on=day,
                )


def _decide(stage: Stage, consultation: Consultation, agency: Committee) -> None:
    title, text = POINT
    with stage.at_work(16, 14):
        opinions.add_passage(
            consultation,
            actor=agency.other,
            kind=PassageKind.POINT,
            title=title,
            text=text,
        )
        opinion = opinions.choose_stance(
            consultation, actor=agency.secretary, stance=Stance.RESERVED
        )
    with stage.at_work(14, 15):
        present = [agency.secretary, agency.other]
        vote = votes.open_vote(opinion, actor=agency.secretary, present=present)
        for member in present:
            votes.cast(vote, actor=member, choice=Choice.FOR)
        votes.close_vote(vote, actor=agency.secretary)
    with stage.at_work(14, 17):
        opinion.refresh_from_db()
        transmission.transmit(opinion, actor=agency.secretary)
