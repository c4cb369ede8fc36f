"""The answer of the public calculator, worked out a second time and slowly.

Written from the table of codes, on the slow calendar only. A query is a mapping of
names to days already read as dates, or to the words of the query; `reunion` holds a
list.
"""

from datetime import date

from tests.dialogue.slow_calendar import (
    DAY,
    slow_days_later,
    slow_earlier,
    slow_end,
    slow_later,
    slow_months_later,
)

#: Each date that cannot come before another one.
ORDER = (
    ("accord", "information"),
    ("prolongation_juge", "information"),
    ("jugement_notifie", "contestation"),
    ("expert_demande", "expert_designe"),
    ("cahier_des_charges", "expert_designe"),
    ("contestation", "expert_designe"),
)


def slow_errors(query):
    """The names that the answer must complain about."""
    wrong = {
        name
        for name, first in ORDER
        if query.get(name) and query.get(first) and query[name] < query[first]
    }
    if query["regime"] == "prive" and not query.get("information"):
        wrong.add("information")
    if query.get("jugement_notifie") and not query.get("contestation"):
        wrong.add("jugement_notifie")
    return wrong


def slow_answer(query):
    """Sorted (code, depart, stricte, etendue), and the set of warnings."""
    if query["regime"] == "sans_instance":
        return [], {"sans_consultation"}
    if query["regime"] == "public":
        return sorted(_public_meetings(query), key=str), {"sans_avis_repute"}
    dates, warnings = _consultation(query)
    dates += [*_mission(query), *_private_meetings(query)]
    return sorted(dates, key=str), warnings


def _consultation(query):
    start, territory = query["information"], query["territoire"]
    expert, named = query["expertise"] == "oui", query.get("expert_designe")
    both = query["niveaux"] == "central_et_etablissements"
    fixed = query.get("prolongation_juge") or query.get("accord")
    limit = fixed or slow_months_later(start, 1)
    too_late = named is not None and named > limit
    warnings = {"expert_hors_delai"} if too_late else set()
    if named and not expert:
        warnings.add("expert_sans_expertise")
    if start < date(2018, 1, 1):
        warnings.add("droit_anterieur")
    if fixed:
        # What the period would be, the judge left aside: a vote is late by its month.
        missed = named is not None and named > slow_months_later(start, 1)
        months = 1 if missed or not expert else 3 if both else 2
        end, later = fixed, fixed
        warnings |= _about_a_fixed_end(query, slow_months_later(start, months))
    else:
        months = 1 if too_late or not expert else 3 if both else 2
        end, told = _with_the_challenge(query, slow_months_later(start, months))
        later = end and slow_later(end, territory)
        warnings |= told
    dates = [("avis", start, end, later)]
    if both:
        dates.append(_back("avis_etablissement", end, 7, territory))
    if expert:
        dates.append(_back("rapport_expert", end, 15, territory))
    return dates, warnings


def _about_a_fixed_end(query, plain):
    told = set()
    judge, agreed = query.get("prolongation_juge"), query.get("accord")
    without = agreed or _with_the_challenge(query, plain)[0]
    if judge and without and without > judge:
        told.add("prolongation_plus_courte")
    if query.get("contestation"):
        told.add("contestation_date_fixee")
    return told


def _with_the_challenge(query, plain):
    """The end and what is said of it: in time, pending, or too late."""
    writ, judgment = query.get("contestation"), query.get("jugement_notifie")
    if writ is None:
        return plain, set()
    if writ > plain:
        return plain, {"contestation_tardive"}
    end = slow_end(query["information"], plain, [(writ, judgment)])
    return end, {"suspendu"} if end is None else set()


def _back(code, end, count, territory):
    if end is None:
        return code, None, None, None
    day = end
    for _each in range(count):
        day -= DAY
    return code, end, slow_earlier(day, territory), day


def _mission(query):
    named, asked = query.get("expert_designe"), query.get("expert_demande")
    terms = query.get("cahier_des_charges")
    steps = [
        ("expert_demande", named, 3),
        ("expert_notification", named, 10),
        ("contestation_employeur", named, 10),
        ("contestation_employeur", terms, 10),
        ("employeur_reponse_expert", asked, 5),
    ]
    for code, start, count in steps:
        if start:
            end = slow_days_later(start, count)
            yield code, start, end, slow_later(end, query["territoire"])


def _private_meetings(query):
    territory = query["territoire"]
    for held in set(query["reunion"]):
        yield _back("ordre_du_jour", held, 3, territory)
        day = slow_days_later(held, 15)
        later = slow_later(day, territory)
        coming = [other for other in query["reunion"] if other > held]
        while coming and later >= min(coming):
            later -= DAY
        yield "pv", held, min(day, later), later


def _public_meetings(query):
    territory = query["territoire"]
    for held in set(query["reunion"]):
        yield _back("convocation", held, 15, territory)
        yield _back("documents", held, 8, territory)
        day = slow_months_later(held, 1)
        yield "pv", held, day, slow_later(day, territory)
