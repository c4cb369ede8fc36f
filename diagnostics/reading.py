"""Results in words, the same on screen, on paper and in a table."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnostics.drawings import degrees, nearly, words
from diagnostics.drawings_rounds import Wave, parties_of, said
from diagnostics.enums import SIDE_SAID, AssessmentState, Party, Round
from diagnostics.instruments.grids import Grid
from diagnostics.models import AgreedLevel, Assessment, Respondent
from diagnostics.models.consents import with_names
from diagnostics.models.instruments import published_grid
from diagnostics.proposals import proposal_of, refused_here
from diagnostics.scoring import CriterionResult, Results, evolution, results
from projects.enums import Side
from projects.french import french, month_short

#: As they stand under a drawing, where there is room for a word or two.
SHORT_ROUNDS = {
    Round.T0: gettext_lazy("T0"),
    Round.M6: gettext_lazy("+6 mois"),
    Round.M12: gettext_lazy("+12 mois"),
    Round.LATER: gettext_lazy("plus tard"),
}


def results_of(row: Assessment) -> Results:
    return _results(row.version_id, json.dumps(row.counts))


@lru_cache(maxsize=64)
def _results(version_id: UUID, counts: str) -> Results:
    """Worked out once in a process: neither the grid nor the counts change."""
    return results(published_grid(version_id), json.loads(counts))


def profiles(found: Results) -> list[dict[str, Any]]:
    """The radar's table: in words, with how many criteria each mean rests on."""
    scale = found.grid.scale
    return [
        {
            "code": one.dimension.code,
            "title": one.dimension.title,
            "cells": [
                {
                    "words": nearly(scale, one.profile[party])
                    if party in one.profile
                    else _("pas de réponse"),
                    "answered": one.answered(party),
                    "total": len(one.criteria),
                }
                for party in found.parties
            ],
        }
        for one in found.dimensions
    ]


def party_names(row: Assessment, found: Results) -> dict[Party, str]:
    """The parties that answered; beside one, whose hands wrote, when it says more.

    That is when somebody wrote in its place, or both sides of the table wrote for it:
    one median then joins what they said apart.
    """
    hands = _hands(row.pk, row.closed_at, found)
    return {
        party: f"{party.label}{_by_another(hands.get(party, set()))}"
        for party in found.parties
    }


@lru_cache(maxsize=64)
def _hands(
    assessment_id: UUID, closed_at: datetime | None, found: Results
) -> dict[str, set[str]]:
    """The sides that wrote for each party, asked once in a process and a closing.

    `closed_at` and `found` change with each closing, and nothing is handed in between.
    """
    rows = (
        Respondent.objects.filter(assessment=assessment_id, imported=False)
        .handed_in()
        .order_by()
        .values_list("party", "held_by__side")
        .distinct()
    )
    hands: dict[str, set[str]] = {}
    for party, side in rows:
        hands.setdefault(party, set()).add(side)
    return hands


def _by_another(sides: set[str]) -> str:
    others = [side for side in (Side.FACILITATION, Side.EXPERTISE) if side in sides]
    sentence = _(" (saisie par %(who)s)")
    if len(sides) - len(others) > 1:
        others = [side for side in SIDE_SAID if side in sides]
    elif not others:
        return ""
    elif len(sides) > len(others):
        sentence = _(" (en partie saisie par %(who)s)")
    *firsts, last = [str(SIDE_SAID[side]) for side in others]
    who = f"{', '.join(firsts)} {_('et')} {last}" if firsts else last
    return sentence % {"who": who}


def divided(result: CriterionResult, party: Party, told: str) -> str:
    """`told` of a party; and that its own answers are far apart, when they are."""
    return f"{told} ({_('avis partagés')})" if party in result.split else told


def gap_line(result: CriterionResult, names: dict[Party, str]) -> dict[str, Any]:
    def said(parties: list[Party], degree: float) -> str:
        who = ", ".join(divided(result, party, names[party]) for party in parties)
        return french(f"{who} : {words(result.scale, degree)}")

    return {
        "code": result.criterion.code,
        "title": result.criterion.title,
        "gap": degrees(result.gap),
        "disagrees": result.disagrees,
        "low": said(result.lowest, min(result.middles.values())),
        "high": said(result.highest, max(result.middles.values())),
    }


def said_alike(found: Results, ones: list[CriterionResult]) -> list[dict[str, str]]:
    """Strengths or brakes; beside each, who gave no degree there, and why."""
    return [
        {
            "code": one.criterion.code,
            "title": one.criterion.title,
            "silent": french(_silent(found, one)),
        }
        for one in ones
    ]


def _silent(found: Results, result: CriterionResult) -> str:
    parties = found.silent(result)
    if not parties:
        return ""
    who = ", ".join(f"{party.label} ({cell(result, party)})" for party in parties)
    return _("sans avis : %(who)s") % {"who": who}


def whole_table(found: Results, agreed: dict[str, str]) -> list[dict[str, Any]]:
    """Every criterion, every party, in words; beside, what `words_agreed` gives."""
    return [
        {
            "code": one.dimension.code,
            "title": one.dimension.title,
            "rows": [
                {
                    "code": result.criterion.code,
                    "title": result.criterion.title,
                    "cells": [
                        divided(result, party, cell(result, party))
                        for party in found.parties
                    ],
                    "agreed": agreed.get(result.criterion.code, ""),
                }
                for result in one.criteria
            ],
        }
        for one in found.dimensions
    ]


def cell(result: CriterionResult, party: Party) -> str:
    if party in result.middles:
        return words(result.scale, result.middles[party])
    view = next((one for one in result.views if one.party == party), None)
    if view is None:
        return _("pas de réponse")
    return _("ne sait pas") if view.unknown >= view.not_applicable else _("sans objet")


def words_agreed(levels: dict[str, AgreedLevel], found: Results) -> dict[str, str]:
    """`agreed_words` of each degree written down, by criterion."""
    return {code: agreed_words(level, found) for code, level in levels.items()}


def agreed_words(agreed: AgreedLevel | None, found: Results) -> str:
    """In a word or two, with who proposed it for as long as a side is awaited."""
    if agreed is None:
        return ""
    proposal = proposal_of(agreed, agreed.assessment.room)
    refused = refused_here(agreed)
    if agreed.level is None:
        words_ = _("désaccord noté")
    else:
        words_ = found.grid.scale.label(agreed.level)
        said_no = refused or not all(one.agrees for one in proposal.said)
        if agreed.disagreement or said_no:
            words_ = f"{words_}, {_('avec un désaccord')}"
    if not proposal.awaited and not refused:
        return words_
    by = _("proposé par %(side)s") % {"side": SIDE_SAID[proposal.side]}
    return f"{words_} ({by})"


def levels_of(row: Assessment) -> dict[str, AgreedLevel]:
    """The degrees written down, by criterion, with who said what of each."""
    rows = row.agreed.select_related("recorded_by__user").prefetch_related(with_names())
    return {one.criterion: one for one in rows}


def moves(row: Assessment, found: Results) -> list[dict[str, Any]]:
    """What moved since the time before, when there is one with shown results."""
    before = row.previous
    if before is None or before.state != AssessmentState.CLOSED:
        return []
    moved = evolution(found, results(found.grid, before.counts))
    return [
        {
            "code": code,
            "title": found.grid.by_code[code].title,
            "cells": [
                _moved(change[party]) if party in change else ""
                for party in found.parties
            ],
        }
        for code, change in moved.items()
        if any(change.values())
    ]


def _moved(change: float) -> str:
    if not change:
        return _("inchangé")
    sentence = _("monte de %(number)s") if change > 0 else _("baisse de %(number)s")
    return sentence % {"number": degrees(change)}


def frozen_rounds(row: Assessment) -> list[dict[str, Any]]:
    """The rounds from the first to this one; nothing when it is the first."""
    if row.previous_id is None:
        return []
    return [
        {
            "label": str(SHORT_ROUNDS[Round(one.round)]),
            "when": f"{month_short(day)} {day.year}",
            "counts": one.counts,
        }
        for one in Assessment.objects.rounds_up_to(row)
        for day in (timezone.localdate(one.closed_at),)
    ]


def waves_of(grid: Grid, rounds: list[dict[str, Any]]) -> list[Wave]:
    return [
        Wave(one["label"], one["when"], results(grid, one["counts"])) for one in rounds
    ]


def evolution_table(waves: Sequence[Wave]) -> list[dict[str, Any]]:
    """What the drawings show, in words, with how many criteria each mean rests on."""
    if len(waves) < 2:
        return []
    scale = waves[0].results.grid.scale
    found = []
    for rank, dimension in enumerate(waves[0].results.grid.dimensions):
        rounds = [wave.results.dimensions[rank] for wave in waves]
        rows = [
            {
                "party": str(party.label),
                "cells": [
                    {
                        "words": said(one, party, scale),
                        "answered": one.answered(party),
                        "total": len(one.criteria),
                    }
                    for one in rounds
                ],
            }
            for party in parties_of(waves)
            if any(party in one.parties for one in rounds)
        ]
        if rows:
            found.append(
                {"code": dimension.code, "title": dimension.title, "rows": rows}
            )
    return found
