"""The sheets of a diagnostic that comes from a file, its groups and its words.

A file does not say which sheet a group or a text is of: `tables.as_values` keeps them
apart. Here each is put on a sheet of its party that has none, whichever it is, and
`Respondent.said_by` shows no such tie.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from diagnostics.enums import AnswerKind, Party, Trust
from diagnostics.instruments import Grid
from diagnostics.models import Answer, Assessment, Respondent
from diagnostics.source import ContentError, Table
from diagnostics.tables import DEGREE, WORDS
from projects.models import Member


def bring_sheets(assessment: Assessment, top: Table, grid: Grid, actor: Member) -> None:
    """Write the sheets, handed in. Raises ContentError, with its place in the file."""
    sheets: list[Respondent] = []
    answers: list[Answer] = []
    for table in top.tables("sheets", least=1):
        table.only("party", "answers")
        sheet = Respondent(
            assessment=assessment,
            party=table.among("party", Party),
            held_by=actor,
            done_at=timezone.now(),
            imported=True,
        )
        sheets.append(sheet)
        answers += _answers(sheet, table, grid, actor)
    if not answers:
        sentence = _("aucune feuille ne porte de réponse : il n’y a rien à montrer.")
        raise top.error(sentence, "sheets")
    _name_groups(sheets, top)
    _put_words(answers, top, grid)
    Respondent.objects.bulk_create(sheets)
    Answer.objects.bulk_create(answers)


def _answers(
    sheet: Respondent, table: Table, grid: Grid, actor: Member
) -> list[Answer]:
    answers = [_answer(sheet, one, grid, actor) for one in table.tables("answers")]
    if len({one.criterion for one in answers}) != len(answers):
        raise table.error(_("un critère est répondu deux fois."), "answers")
    return answers


def _answer(sheet: Respondent, table: Table, grid: Grid, actor: Member) -> Answer:
    table.only(*DEGREE)
    code = criterion_in(table, grid)
    kind = table.among("kind", AnswerKind)
    if kind != AnswerKind.LEVEL and table.row.get("level") is not None:
        raise table.error(_("une réponse sans degré n’en porte pas."), "level")
    if kind == AnswerKind.DRAFT:
        raise _no_degree(table, grid)
    level = level_in(table, grid)
    if kind == AnswerKind.LEVEL and level is None:
        raise _no_degree(table, grid)
    trust = table.row.get("trust")
    if trust is not None and (type(trust) is not int or trust not in Trust.values):
        raise table.error(_("« trust » va de 1 à 3."), "trust")
    return Answer(
        respondent=sheet,
        criterion=code,
        kind=kind,
        level=level,
        trust=trust,
        side=actor.side,
    )


def _name_groups(sheets: list[Respondent], top: Table) -> None:
    free: dict[str, list[Respondent]] = {}
    for sheet in sheets:
        free.setdefault(sheet.party, []).append(sheet)
    for table in top.tables("groups"):
        table.only("party", "label", "people")
        here = free.get(table.among("party", Party))
        if not here:
            sentence = _("il y a plus de groupes que de feuilles pour cette partie.")
            raise table.error(sentence)
        sheet = here.pop()
        sheet.group, sheet.label = True, table.text("label", longest=120)
        sheet.people = table.number("people", 2, 5000)


def _put_words(answers: list[Answer], top: Table, grid: Grid) -> None:
    free: dict[tuple[str, str], list[Answer]] = {}
    for one in answers:
        free.setdefault((one.criterion, one.respondent.party), []).append(one)
    for table in top.tables("words"):
        table.only(*WORDS)
        place = (criterion_in(table, grid), table.among("party", Party))
        if not free.get(place):
            sentence = _("il y a plus de textes que de réponses de cette partie ici.")
            raise table.error(sentence)
        answer = free[place].pop()
        answer.verbatim = table.text("verbatim", longest=4000, needed=False)
        needed = not answer.verbatim
        answer.evidence = table.text("evidence", longest=2000, needed=needed)
        answer.private = table.yes("private")


def criterion_in(table: Table, grid: Grid) -> str:
    code = table.code("criterion")
    if code not in grid.by_code:
        sentence = _("le critère « %(code)s » n’est pas dans la grille.")
        raise table.error(sentence % {"code": code})
    return code


def level_in(table: Table, grid: Grid) -> int | None:
    """True equals 1, and a list is no key: the type is looked at first."""
    level = table.row.get("level")
    if level is None:
        return None
    if type(level) is not int or level not in {one.value for one in grid.scale.levels}:
        raise _no_degree(table, grid)
    return level


def _no_degree(table: Table, grid: Grid) -> ContentError:
    """With the value as it was typed; an answer by a degree may also lack one."""
    level, scale = table.row.get("level"), grid.scale
    if level is None:
        return table.error(_("il manque le degré."), "level")
    sentence = _("« %(level)s » n’est pas un degré de l’échelle (%(low)s à %(high)s).")
    words = {"level": str(level)[:40], "low": scale.lowest, "high": scale.highest}
    return table.error(sentence % words, "level")
