"""Who has a stake in the assistant, what interviews brought out, two shared tasks.

Notes stay with who led; a theme is shared with management, another opens a thread.
"""

from agreements.demo.stage import Stage
from diagnostics.actions import interviews, stakeholders, syntheses, tasks
from diagnostics.enums import Influence, InstrumentKind, Position, StakeSide
from diagnostics.learning import current_canvas
from diagnostics.library import of_navette
from diagnostics.models import Instrument, Interview, Stakeholder
from projects.enums import Room
from projects.models import Member, Project
from projects.workdays import add_months

ACTORS = (
    (
        "Direction de la relation client",
        StakeSide.MANAGEMENT,
        Influence.DECIDES,
        Position.CARRIES,
        "Raccourcir les appels et tenir le budget annoncé.",
    ),
    (
        "Direction informatique",
        StakeSide.IT,
        Influence.WEIGHS,
        Position.ACCEPTS,
        "Un outil de plus à relier aux autres.",
    ),
    (
        "Éditeur de l’assistant",
        StakeSide.SUPPLIER,
        Influence.WEIGHS,
        Position.CARRIES,
        "Étendre le contrat à d’autres services.",
    ),
    (
        "Responsables de plateau",
        StakeSide.MANAGERS,
        Influence.WEIGHS,
        Position.RESERVED,
        "Des indicateurs nouveaux, et moins de temps pour l’équipe.",
    ),
    (
        "Téléconseillères et téléconseillers",
        StakeSide.USERS,
        Influence.UNDERGOES,
        Position.RESERVED,
        "Moins d’appels répétitifs, mais moins de pauses entre deux.",
    ),
    (
        "Clientes et clients",
        StakeSide.PUBLIC,
        Influence.UNDERGOES,
        Position.UNKNOWN,
        "Être compris, et pouvoir parler à une personne.",
    ),
)
NOTES = (
    ("OUTILS", "Quand la file monte, la réponse proposée part sans être lue."),
    ("OUTILS", "L’assistant aide pour retrouver un contrat, moins pour répondre."),
    ("ACTIVITE", "Entre deux appels, il n’y a plus le temps de noter."),
)
TOOLS = (
    "L’assistant rend service pour chercher un contrat. Pour répondre, il est suivi "
    "sans être lu quand la file monte : personne n’a le temps de le contredire."
)
WORK = "Le temps entre deux appels a disparu, avec celui de noter et d’apprendre."
CARDS = (
    ("Répondre à une réclamation au téléphone", "pas d’IA", "la garder"),
    ("Résumer un appel", "elle aide", "être aidé·e"),
)


def play(stage: Stage, secretary: Member, elected: Member, delegate: Member) -> None:
    guide = of_navette(InstrumentKind.INTERVIEW).filter(slug="stazzona").first()
    if guide is None or current_canvas() is None:
        return
    project = Project.objects.get(
        organisation=secretary.organisation, title="Assistant IA du service client"
    )
    with stage.at(1, 18, 55):
        met = [_actor(project, elected, *one) for one in ACTORS]
        led = [
            _led(stage, project, guide, met[rank], elected, note)
            for rank, note in zip((3, 4, 5), NOTES, strict=True)
        ]
        _synthesis(project, led[0], elected, secretary)
        interviews.plan(
            project,
            guide,
            actor=secretary,
            stakeholder=met[0],
            day=add_months(stage.today, 1),
            interviewers=[secretary, delegate],
            notes_until=add_months(stage.today, 12),
        )
    with stage.at(1, 18, 58):
        tasks.add(
            secretary.user,
            label="Préparer l’ordre du jour",
            ai_state="pas d’IA",
            wish="la garder",
        )
        _tasks(stage, project, delegate, elected)


def _actor(
    project: Project,
    actor: Member,
    label: str,
    side: StakeSide,
    influence: Influence,
    position: Position,
    stake: str,
) -> Stakeholder:
    return stakeholders.add(
        project,
        actor=actor,
        label=label,
        side=side,
        influence=influence,
        position=position,
        stake=stake,
        relations="",
    )


def _led(
    stage: Stage,
    project: Project,
    guide: Instrument,
    stakeholder: Stakeholder,
    actor: Member,
    note: tuple[str, str],
) -> Interview:
    day = stage.day(3)
    row = interviews.plan(
        project,
        guide,
        actor=actor,
        stakeholder=stakeholder,
        day=day,
        interviewers=[actor],
        notes_until=add_months(stage.today, 12),
    )
    interviews.lead(row, actor=actor, day=day)
    theme, text = note
    interviews.write_note(row, actor=actor, text=text, themes=[theme], verbatim=False)
    return row


def _synthesis(
    project: Project, led: Interview, elected: Member, secretary: Member
) -> None:
    shared = syntheses.write(
        project, led.version, "OUTILS", actor=elected, text=TOOLS, seen=""
    )
    syntheses.share(shared, actor=secretary, seen=syntheses.stamp(TOOLS))
    kept = syntheses.write(
        project, led.version, "ACTIVITE", actor=elected, text=WORK, seen=""
    )
    syntheses.observe(kept, actor=elected)


def _tasks(stage: Stage, project: Project, delegate: Member, elected: Member) -> None:
    for label, ai_state, wish in CARDS:
        card = tasks.add(delegate.user, label=label, ai_state=ai_state, wish=wish)
        tasks.note(card, {"R1": "Pouvoir corriger sans avoir à me justifier."})
        tasks.share(
            card,
            project,
            actor=delegate,
            room=Room.SHARED,
            note="Elle demande d’écouter la voix autant que les mots.",
            fields=["ai_state", "wish"],
        )
    tasks.decide(
        project,
        actor=elected,
        text="Les réclamations restent traitées par une personne pendant le pilote. "
        "La direction des opérations le rappelle aux équipes avant la fin du mois.",
        decided_on=stage.day(1),
        room=Room.SHARED,
    )
