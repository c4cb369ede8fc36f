"""Every code of the calculator against a slow second answer, from query to dates."""

from collections import Counter
from datetime import date, timedelta

from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.forms.calculator import CalculatorForm
from dialogue.law.calculator import calculate
from tests.dialogue.slow_calculator import slow_answer, slow_errors
from tests.dialogue.slow_calendar import cases

TERRITORIES = (
    *("metropole", "alsace-moselle", "guadeloupe", "martinique", "guyane"),
    *("reunion", "mayotte", "saint-martin", "saint-barthelemy"),
)
starts = st.dates(date(2017, 9, 1), date(2035, 3, 31))
seldom = st.integers(0, 3).map(lambda drawn: drawn == 0)
often = st.integers(0, 3).map(lambda drawn: drawn != 0)


@st.composite
def queries(draw, *, regime, least=0):
    """A query whose days follow each other, with `least` below 0 when they may not."""
    start = draw(starts)

    def after(day, most):
        return (day or start) + timedelta(draw(st.integers(least, most)))

    query = {
        "regime": regime,
        "information": start,
        "expertise": draw(st.sampled_from(("oui", "non"))),
        "niveaux": draw(st.sampled_from(("simple", "central_et_etablissements"))),
        "territoire": draw(st.sampled_from(TERRITORIES)),
    }
    if draw(often):
        named = query["expert_designe"] = after(start, 45)
        if draw(often):
            query["expert_demande"] = after(named, 12)
        if draw(often):
            query["cahier_des_charges"] = after(named, 12)
    if draw(often):
        writ = query["contestation"] = after(query.get("expert_designe"), 110)
        if draw(often):
            query["jugement_notifie"] = after(writ, 40)
    for name in ("accord", "prolongation_juge"):
        if draw(seldom) and draw(seldom):
            query[name] = after(start, 130)
    gaps = draw(st.lists(st.integers(0, 40), max_size=3))
    query["reunion"] = [start + timedelta(sum(gaps[: n + 1])) for n in range(len(gaps))]
    return query


def ask(query):
    """The form of the query, as both addresses read it."""
    written = QueryDict(mutable=True)
    for name, value in query.items():
        if isinstance(value, list):
            written.setlist(name, [day.isoformat() for day in value])
        else:
            written[name] = value.isoformat() if isinstance(value, date) else value
    return CalculatorForm(written)


def answer(query):
    """(code, depart, stricte, etendue) in order, and the warnings."""
    form = ask(query)
    assert form.is_valid(), form.errors_by_name()
    found = calculate(form.query)
    dates = [
        (each.code, each.starts_on, each.strict, each.extended) for each in found.dates
    ]
    return sorted(dates, key=str), {warning.code for warning in found.warnings}


@given(query=queries(regime="prive"))
@cases(1500)
def test_every_private_date_is_the_slow_one(query):
    assert answer(query) == slow_answer(query)


@given(query=queries(regime="public"))
@cases(300)
def test_every_public_date_is_the_slow_one(query):
    assert answer(query) == slow_answer(query)


@given(query=queries(regime="sans_instance"))
@cases(50)
def test_without_an_instance_nothing_is_ever_due(query):
    assert answer(query) == ([], {"sans_consultation"})


@given(query=queries(regime="prive", least=-6), forgotten=seldom)
@cases(400)
def test_exactly_the_impossible_orders_are_refused(query, forgotten):
    if forgotten:
        del query["information"]

    assert set(ask(query).errors_by_name()) == slow_errors(query)


def test_the_slow_answers_meet_every_code_and_every_warning():
    """Cases that never happen would prove nothing."""
    met = Counter()

    @given(query=queries(regime="prive"))
    @settings(max_examples=400, deadline=None, derandomize=True)
    def look(query):
        dates, warnings = slow_answer(query)
        met.update(warnings)
        met.update(code for code, *_days in dates)
        met.update(["date inconnue"] * any(None in days for days in dates))

    look()

    assert set(met) == {
        *("avis", "avis_etablissement", "rapport_expert", "expert_demande"),
        *("employeur_reponse_expert", "expert_notification", "contestation_employeur"),
        *("ordre_du_jour", "pv", "expert_hors_delai", "expert_sans_expertise"),
        *("contestation_tardive", "suspendu", "contestation_date_fixee"),
        *("prolongation_plus_courte", "droit_anterieur", "date inconnue"),
    }
    assert min(met.values()) > 1
