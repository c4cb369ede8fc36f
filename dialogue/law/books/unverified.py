"""Section H: what no source read has settled, told beside the rules."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OPEN_QUESTIONS: "tuple[StrPromise, ...]" = (
    _(
        "R. 2312-4 : aucun texte trouvé, et rien ne dit qu’il concerne les délais de "
        "consultation."
    ),
    _(
        "L. 2312-16, L. 2316-17, L. 2316-22 et L. 2316-26 : connus par d’autres, leur "
        "texte entier n’a pas été lu."
    ),
    _(
        "L’article 642 du code de procédure civile s’applique-t-il au délai de l’avis "
        "? Un expert libre l’allonge-t-il ? Aucune décision lue ne le dit."
    ),
    _("R. 2315-48, R. 2315-50, L. 2315-82, L. 2315-83 et L. 2315-85 : textes non lus."),
    _(
        "L. 2222-5, L. 2222-5-1 et L. 2261-1, le détail de L. 2232-21 à L. 2232-26 et "
        "de D. 2231-2 à D. 2231-8, les étapes de huit jours et de deux mois de L. "
        "2232-12, le contenu de L. 2242-20."
    ),
    _(
        "Les mots exacts de L. 1121-1, L. 1222-4 et L. 1221-9, le détail de L. 2317-1, "
        "L. 2315-21, L. 2315-27, D. 2315-1 et D. 2315-27."
    ),
    _(
        "Le texte officiel du règlement (UE) 2026/1744, et plusieurs paragraphes du "
        "règlement sur l’IA (articles 2, 5, 26 et 50) ; l’effet du changement de 2026 "
        "sur la date des articles 27 et 86."
    ),
    _(
        "Les mots exacts du RGPD (articles 9, 22, 35 et 88), les numéros des "
        "délibérations de la CNIL et ses conseils aux employeurs sur l’IA."
    ),
    _(
        "La transposition française de la directive (UE) 2024/2831, et le détail de "
        "ses articles 7 à 13."
    ),
    _(
        "F-07 et F-08 ne sont connues que par un récit de seconde main ; le numéro de "
        "F-02 n’est pas vérifié."
    ),
    _(
        "Une réforme de 2026 a-t-elle changé R. 2312-5, R. 2312-6 ou L. 2315-80 ? Rien "
        "ne l’indiquait le 22 août 2026, rien n’a été vu depuis."
    ),
)
