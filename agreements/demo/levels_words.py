"""What is said in the story of the two levels."""

TITLE = "Tournées proposées par un logiciel d’IA"
PURPOSE = (
    "« Des tournées plus courtes et mieux réparties, calculées chaque nuit par un "
    "logiciel. »"
)
CENTRAL_CHANGE = (
    "L’exploitation ne dessine plus les tournées : elle corrige celles du logiciel, "
    "quand elle en a le temps."
)
AGENCY_CHANGE = (
    "L’équipe de nuit serait supprimée à Roanne, et la prise de service avancée d’une "
    "heure."
)
NOTE = [
    "Le logiciel propose les tournées de toutes les agences à partir de l’automne.",
    "Chaque agence définira ses propres mesures d’adaptation.",
]
FIRM = "Cabinet Trame Commune"
POINT = (
    "Garder la main sur la tournée",
    "Le CSE demande que la conduite et l’exploitation puissent refuser une tournée "
    "proposée, sans avoir à se justifier, et que l’heure de prise de service reste "
    "celle de l’accord.",
)
