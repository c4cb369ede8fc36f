from django.urls import path

from dialogue.views import (
    opinion_proposal,
    opinions,
    passage_acts,
    passages,
    transmission,
    votes,
)

OPINION = "projets/<uuid:project_id>/avis/"
PASSAGE = f"{OPINION}passages/<uuid:passage_id>/"
VOTE = f"{OPINION}votes/<uuid:vote_id>/"
CONSULTATION = "projets/<uuid:project_id>/consultations/<uuid:consultation_id>/"
urlpatterns = [
    path(OPINION, opinions.opinion, name="opinion"),
    path(f"{CONSULTATION}sens/", passage_acts.opinion_stance, name="opinion_stance"),
    path(
        f"{CONSULTATION}avis-propose/",
        opinion_proposal.opinion_propose,
        name="opinion_propose",
    ),
    path(f"{CONSULTATION}dossier/", opinions.dossier_pdf, name="dossier_pdf"),
    path(f"{OPINION}passages/nouveau/", passage_acts.passage_new, name="passage_new"),
    path(PASSAGE, passages.passage, name="passage"),
    path(f"{PASSAGE}historique/", passages.passage_history, name="passage_history"),
    path(f"{PASSAGE}source/", passage_acts.passage_source, name="passage_source"),
    path(f"{PASSAGE}retirer/", passage_acts.passage_remove, name="passage_remove"),
    path(f"{PASSAGE}deplacer/", passage_acts.passage_move, name="passage_move"),
    path(
        f"{OPINION}<uuid:opinion_id>/vote/nouveau/", votes.vote_open, name="vote_open"
    ),
    path(VOTE, votes.vote, name="vote"),
    path(f"{VOTE}voter/", votes.vote_cast, name="vote_cast"),
    path(f"{VOTE}clore/", votes.vote_close, name="vote_close"),
    path(f"{VOTE}annuler/", votes.vote_cancel, name="vote_cancel"),
    path(
        f"{OPINION}<uuid:opinion_id>/transmettre/",
        transmission.transmit,
        name="transmit",
    ),
    path(
        f"{OPINION}<uuid:opinion_id>/recepisse/", transmission.receipt, name="receipt"
    ),
    path(f"{OPINION}<uuid:opinion_id>/pdf/", opinions.opinion_pdf, name="opinion_pdf"),
]
