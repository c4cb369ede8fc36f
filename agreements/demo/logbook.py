"""The logbook of the assistant, its needs, and where its dialogue stands.

Both sides write. One piece of advice is refused with its reason, one need has a sequel
to its refusal, and one is kept by the delegation until it is ready.
"""

from agreements.demo.stage import Stage
from diagnostics.actions import logbooks, needs, paths
from diagnostics.actions.logbooks import Followed
from diagnostics.enums import AdviceState, InstrumentKind, NeedState
from diagnostics.library import advice_book, of_navette
from diagnostics.models import Logbook, Need
from projects.enums import Role, Room
from projects.models import Member, Project

ADVICE = (
    (
        "C1",
        AdviceState.DONE,
        "Plateaux de Villeurbanne",
        "",
        "Quatre appels racontés par des conseillères, sans nom.",
    ),
    (
        "T3",
        AdviceState.DOING,
        "Secrétaire du CSE et direction des opérations",
        "",
        "La table est ouverte aux deux parties.",
    ),
    ("DP3", AdviceState.DOING, "Équipes pilotes", "", ""),
)

ASIDE = {
    "category": "ENF5",
    "statement": "La personne écarte une réponse proposée en deux gestes, sans motif "
    "obligatoire.",
    "motive": "Au pilote, corriger une réponse fausse prend plus de temps que "
    "l’écrire.",
    "carried_by": "Conseil client, plateaux du pilote",
}
PAUSES = {
    "category": "ENF3",
    "statement": "L’outil laisse un temps libre entre deux conversations.",
    "motive": "Les conversations s’enchaînent sans reprise de souffle.",
    "carried_by": "Conseil client",
}
TRACES = {
    "category": "ENF6",
    "statement": "Aucun écran n’affiche l’activité d’une seule personne à sa "
    "hiérarchie.",
    "motive": "À relire ensemble avant de le porter à la direction.",
    "carried_by": "",
}


def play(stage: Stage, secretary: Member, elected: Member, delegate: Member) -> None:
    if advice_book() is None:
        return
    project = Project.objects.get(
        organisation=secretary.organisation, title="Assistant IA du service client"
    )
    management = Member.objects.get(project=project, role=Role.EMPLOYER)
    with stage.at(1, 18, 20):
        logbook = logbooks.open_logbook(project, actor=secretary, room=Room.SHARED)
        for code, state, who, reason, proof in ADVICE:
            followed = Followed(state, who=who, reason=reason, proof=proof)
            logbooks.move_advice(logbook, code, followed, actor=elected)
    with stage.at(1, 18, 30):
        refused = Followed(
            AdviceState.REFUSED,
            reason="L’ancien écran de réponse n’est plus maintenu par le fournisseur. "
            "La direction propose d’en reparler au bilan du pilote.",
        )
        logbooks.move_advice(logbook, "DP4", refused, actor=management)
    _express(stage, logbook, elected, delegate, management)
    _follow(stage, project, secretary)


def _express(
    stage: Stage,
    logbook: Logbook,
    elected: Member,
    delegate: Member,
    management: Member,
) -> None:
    with stage.at(1, 18, 35):
        aside = _need(logbook, elected, Room.SHARED, **ASIDE)
        pauses = _need(logbook, elected, Room.SHARED, **PAUSES)
        _need(logbook, delegate, Room.CAUCUS, **TRACES)
    with stage.at(1, 18, 45):
        words = "Bouton « Écrire moi-même » prévu dans la version du trimestre."
        needs.answer(aside, actor=management, answer=words)
        needs.move(aside, actor=management, to=NeedState.RETAINED)
        needs.move(
            pauses,
            actor=management,
            to=NeedState.REFUSED,
            reason="Le réglage n’existe pas dans le produit acheté.",
            sequel="La demande est faite au fournisseur ; point au prochain CSE.",
        )


def _need(logbook: Logbook, actor: Member, room: Room, **words: str) -> Need:
    """With the way of accepting that the book gives for its kind."""
    kinds = {one.code: one.acceptance for one in logbook.book.needs}
    words["acceptance"] = kinds[words["category"]]
    return needs.express(logbook, actor=actor, room=room, origin=None, **words)


def _follow(stage: Stage, project: Project, secretary: Member) -> None:
    text = of_navette(InstrumentKind.PATH).filter(slug="dial-ia").first()
    if text is None:
        return
    with stage.at(1, 18, 50):
        path = paths.start(project, text, actor=secretary, room=Room.SHARED)
        paths.move_on(
            path,
            actor=secretary,
            ticked=[1, 2],
            note="Les équipes ont posé leurs questions, et les outils déjà là sont "
            "inscrits au registre.",
            left_because="La découverte commune est prévue après l’avis.",
        )
        paths.note(path, actor=secretary, ticked=[0, 2], note="")
