"""A paritary ISIDOR on the assistant, in one evening, and what came of it."""

from agreements.actions import commitments
from agreements.demo.stage import Stage
from diagnostics import loading
from diagnostics.actions import answers, assessments, consents, outcomes
from diagnostics.actions.answers import Said
from diagnostics.enums import AnswerKind, InstrumentKind, Party, PracticeState, Trust
from diagnostics.models import Assessment, Instrument, Respondent
from projects.enums import Role, Room
from projects.models import Member, Project

TITLE = "Ce que l’assistant fait au travail du service client"
ABOUT = (
    "Les écrans de l’assistant sur les deux plateaux du pilote, son tableau de bord, "
    "et la façon dont le projet a été conduit."
)
#: Degrees of the thirty criteria, in their order; None: does not know.
ELECTED = (
    *(-2, -1, -2, -1, -1, -2, -2, -1, -1, 0, -1, -1, 0, -2, -1, -1, None, -2),
    *(-1, -2, -1, 0, -2, -1, -2, -1, -1, -1, 0, -2),
)
DIRECTION = (
    *(1, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, None, 1, 1, 2, 1, 0, 1),
    *(1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 1, -1),
)
TEAM = (
    *(-1, -1, -2, 0, 0, None, -2, -1, 0, -1, 0, None, 1, -2, 0, -1, -1, -2),
    *(0, -2, -1, 1, -2, None, -1, -2, -1, 0, None, -1),
)
WORDS = {
    "D1.1": "On a appris le nom de l’outil par l’affiche de la salle de pause.",
    "D2.1": "Rassurer quelqu’un prend dix minutes. L’outil voit dix minutes perdues.",
    "D3.6": "Le tableau donne les appels par poste. On ne sait pas qui le regarde.",
    "D4.2": "Si le motif n’est pas dans la liste, on prend « autre » et on recommence.",
    "D4.5": "Les appels simples partent au robot. Il nous reste les appels difficiles.",
}
KEPT = {"D1.6": "À dire en réunion : la date du pilote, établie par les captures."}


def play(stage: Stage, secretary: Member, elected: Member, delegate: Member) -> None:
    loading.load()
    project = Project.objects.get(title="Assistant IA du service client")
    employer = project.guests.get(role=Role.EMPLOYER)
    shown = _paritary(stage, project, secretary, elected, employer)
    _what_came_of_it(stage, shown, secretary, employer)
    with stage.at(1, 19, 50):
        grid = _grid("solidaires")
        begun = assessments.start(
            project,
            grid,
            actor=secretary,
            title="Contenu du travail, usagers, emplois",
            about="",
            room=Room.CAUCUS,
        )
        sheet = answers.join(begun, actor=secretary, party=Party.REPRESENTATIVES)
        first = next(iter(begun.grid.criteria)).code
        answers.save(sheet, first, Said(AnswerKind.UNKNOWN), actor=secretary)


def _grid(slug: str) -> Instrument:
    return Instrument.objects.get(
        slug=slug, kind=InstrumentKind.GRID, organisation=None
    )


def _paritary(
    stage: Stage, project: Project, secretary: Member, elected: Member, employer: Member
) -> Assessment:
    with stage.at(1, 19, 5):
        row = assessments.start(
            project,
            _grid("isidor"),
            actor=secretary,
            title=TITLE,
            about=ABOUT,
            room=Room.SHARED,
        )
        sheet = answers.join(row, actor=secretary, party=Party.REPRESENTATIVES)
        _fill(sheet, ELECTED, secretary, KEPT, private=True)
    with stage.at(1, 19, 15):
        group = answers.add_group(
            row,
            actor=elected,
            party=Party.USERS,
            label="Téléconseil, équipe du matin",
            people=9,
        )
        _fill(group, TEAM, elected, WORDS)
    with stage.at(1, 19, 25):
        sheet = answers.join(row, actor=employer, party=Party.MANAGEMENT)
        _fill(sheet, DIRECTION, employer, {})
    with stage.at(1, 19, 35):
        return assessments.close(row, actor=secretary)


def _fill(
    sheet: Respondent,
    degrees: tuple[int | None, ...],
    actor: Member,
    words: dict[str, str],
    *,
    private: bool = False,
) -> None:
    grid = sheet.assessment.grid
    for criterion, degree in zip(grid.criteria, degrees, strict=True):
        said = Said(
            AnswerKind.UNKNOWN if degree is None else AnswerKind.LEVEL,
            degree,
            trust=Trust.FAIR,
            verbatim=words.get(criterion.code, ""),
            private=private,
        )
        answers.save(sheet, criterion.code, said, actor=actor)
    answers.finish(sheet, actor=actor)


def _what_came_of_it(
    stage: Stage, row: Assessment, secretary: Member, employer: Member
) -> None:
    by_code = row.grid.by_code
    with stage.at(1, 19, 40) as day:
        finding = outcomes.note_finding(
            row,
            "D4.5",
            actor=secretary,
            text="Les appels simples vont à l’assistant : il reste aux équipes une "
            "suite d’appels difficiles, sans moment calme.",
        )
        commitments.propose(
            row.project,
            actor=secretary,
            text=by_code["D4.5"].propose,
            origin=finding.item,
        )
        level = outcomes.agree(
            row,
            "D3.1",
            actor=secretary,
            level=1,
            note="Le but du tableau est écrit ; reste à le rappeler à l’écran.",
            disagreement="L’équipe du matin ne l’a pas encore vu.",
            agreed_on=day,
        )
        consents.say_of_level(level, actor=employer, agrees=True)
    with stage.at(1, 19, 45):
        practice = outcomes.propose_practice(
            row,
            actor=employer,
            criterion="D4.2",
            text="Ajouter un motif « cas hors liste » qui garde ce qui est écrit.",
            reason="Aujourd’hui on recommence la saisie.",
            who="Chefferie de projet",
            when="Avant la prochaine version",
            how_known="Le nombre de saisies recommencées, relevé par l’équipe.",
        )
        outcomes.move_practice(practice, actor=secretary, to=PracticeState.AGREED)
