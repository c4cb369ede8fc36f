"""Where texts are published: the addresses that several parts of the book share."""

LEGIFRANCE = "https://www.legifrance.gouv.fr/codes"
#: Whole codes: where a rule was not read in a text with an address of its own.
LABOUR_CODE = f"{LEGIFRANCE}/texte_lc/LEGITEXT000006072050/"
CIVIL_PROCEDURE = f"{LEGIFRANCE}/texte_lc/LEGITEXT000006070716/"
PUBLIC_SERVICE = f"{LEGIFRANCE}/texte_lc/LEGITEXT000044416551/"
#: Labour code, undertakings of at least fifty employees (L2312-8 to L2312-84).
FROM_FIFTY = (
    f"{LEGIFRANCE}/section_lc/LEGITEXT000006072050/LEGISCTA000035610692/2019-01-01/"
)
AI_ACT = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
AI_AMENDMENT = "https://eur-lex.europa.eu/eli/reg/2026/1744/oj"
GDPR = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"


def article(version: str) -> str:
    """The page of one version of an article, by its LEGIARTI number."""
    return f"{LEGIFRANCE}/article_lc/{version}"
