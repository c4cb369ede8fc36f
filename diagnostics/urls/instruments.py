from django.urls import URLPattern, path

from diagnostics.views import draft_moves, drafts, instruments

LIST = "organisations/<uuid:organisation_id>/grilles/"
ONE = f"{LIST}<uuid:instrument_id>/"
DRAFT = f"{ONE}brouillon/"
DIMENSION = f"{DRAFT}dimensions/<str:dimension>/"
CRITERION = f"{DRAFT}criteres/<str:code>/"

urlpatterns: list[URLPattern] = [
    path(LIST, instruments.grids, name="grids"),
    path(f"{LIST}reprendre/", instruments.grid_import, name="grid_import"),
    path(ONE, instruments.grid, name="grid"),
    path(f"{ONE}copier/", instruments.grid_copy, name="grid_copy"),
    path(f"{ONE}apercu/", instruments.grid_preview, name="grid_preview"),
    path(f"{ONE}reviser/", instruments.grid_revise, name="grid_revise"),
    path(f"{ONE}publier/", instruments.grid_publish, name="grid_publish"),
    path(f"{ONE}abandonner/", instruments.grid_discard, name="grid_discard"),
    path(f"{ONE}partager/", instruments.grid_share, name="grid_share"),
    path(f"{ONE}ne-plus-partager/", instruments.grid_unshare, name="grid_unshare"),
    path(
        f"{ONE}versions/<int:number>/grille.<str:form>",
        instruments.grid_export,
        name="grid_export",
    ),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}titre/", drafts.header, name="draft_header"),
    path(f"{DRAFT}echelle/", drafts.scale, name="draft_scale"),
    path(f"{DRAFT}echelle/ajouter/", draft_moves.level_add, name="level_add"),
    path(
        f"{DRAFT}echelle/<int:rank>/retirer/",
        draft_moves.level_remove,
        name="level_remove",
    ),
    path(f"{DRAFT}dimensions/", drafts.dimension_new, name="dimension_new"),
    path(DIMENSION, drafts.dimension, name="dimension"),
    path(f"{DIMENSION}monter/", draft_moves.dimension_up, name="dimension_up"),
    path(f"{DIMENSION}retirer/", draft_moves.dimension_remove, name="dimension_remove"),
    path(f"{DIMENSION}criteres/", drafts.criterion_new, name="criterion_new"),
    path(CRITERION, drafts.criterion, name="draft_criterion"),
    path(f"{CRITERION}monter/", draft_moves.criterion_up, name="criterion_up"),
    path(f"{CRITERION}retirer/", draft_moves.criterion_remove, name="criterion_remove"),
]
