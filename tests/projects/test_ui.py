"""Dates, spaces, badges and components as people read them."""

import re
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from projects.forms.base import Form
from projects.french import of_the, the
from projects.templatetags import ui

NB = "\u00a0"
TODAY = date(2026, 11, 20)
STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(source, **context):
    return Template(source).render(Context(context))


def words(source):
    """The text of a fragment, spaces collapsed."""
    parts = []
    parser = HTMLParser()
    parser.handle_data = parts.append
    parser.feed(source)
    return " ".join("".join(parts).split(" ")).strip()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Pourquoi cette date ?", f"Pourquoi cette date{NB}?"),
        ("non ! oui ; si : tout", f"non{NB}! oui{NB}; si{NB}: tout"),
        ("« le casque »", f"«{NB}le casque{NB}»"),
        ("Dossier n° 12, 40 % à 3 €", f"Dossier n°{NB}12, 40{NB}% à 3{NB}€"),
        ("à 10:42, https://exemple.fr/?a=b;c", "à 10:42, https://exemple.fr/?a=b;c"),
        ("", ""),
        ("article L. 2312-15", f"article L.{NB}2312-15"),
        ("Inès L. 3 fois", f"Inès L.{NB}3 fois"),
    ],
)
def test_spaces_of_french_punctuation_do_not_break(typed, shown):
    assert ui.french(typed) == shown


def test_spaces_are_made_unbreakable_only_once():
    once = ui.french("Quoi ?")
    assert ui.french(once) == once


def test_plain_text_stays_escaped_and_safe_text_stays_safe():
    assert render("{{ t|french }}", t="<b> ?") == f"&lt;b&gt;{NB}?"
    assert render("{{ t|french }}", t=mark_safe("<b>Q</b> ?")) == f"<b>Q</b>{NB}?"
    assert render("{{ t|french }}", t=mark_safe("a &amp; b ;")) == f"a &amp; b{NB};"


def test_a_lazy_plain_text_is_escaped():
    assert render("{{ t|french }}", t=lazystr("<i>")) == "&lt;i&gt;"


def test_nothing_is_written_for_a_missing_value():
    source = (
        "{{ n|french }}{{ n|day }}{{ n|day_short }}{{ n|weekday }}{{ n|month_short }}"
        "{{ n|moment }}{{ n|clock }}{{ n|countdown:t }}{{ n|file_size }}"
    )
    assert render(source, n=None, t=TODAY) == ""


def test_dates_are_written_out():
    assert ui.day(date(2026, 3, 12)) == "12 mars 2026"
    assert ui.day(date(2026, 3, 1)) == "1er mars 2026"
    assert ui.day_short(date(2026, 8, 1)) == "1er août"
    assert ui.weekday(date(2026, 11, 26)) == "jeudi"
    assert ui.month_short(date(2026, 9, 3)) == "sept."


def test_moments_are_told_in_paris_across_the_change_of_day_and_of_clocks():
    winter = datetime(2026, 3, 12, 9, 42, tzinfo=UTC)
    summer = datetime(2026, 7, 31, 22, 5, tzinfo=UTC)
    assert ui.moment(winter) == f"12 mars 2026 à 10{NB}h{NB}42"
    assert ui.moment(summer) == f"1er août 2026 à 0{NB}h{NB}05"
    assert ui.clock(winter) == f"10{NB}h{NB}42"


def test_an_hour_is_told_as_it_is_without_its_zeros():
    assert [
        ui.clock(hour) for hour in (time(14), time(14, 30), time(0), time(9, 5))
    ] == [
        f"14{NB}h",
        f"14{NB}h{NB}30",
        f"0{NB}h",
        f"9{NB}h{NB}05",
    ]
    assert ui.moment(datetime(2026, 7, 31, 12, tzinfo=UTC)) == (
        f"31 juillet 2026 à 14{NB}h"
    )


def test_no_template_tells_an_hour_in_a_way_of_its_own():
    """What a browser reads (`c`, `U`, `Y-m-d`) is not told to anybody."""
    own = re.compile(r"\|time\b|\|(?:date|stringformat):\"[^\"]*[HGhgi][^\"]*\"")
    found = {
        str(path.relative_to(TEMPLATES)): own.findall(path.read_text("utf-8"))
        for path in TEMPLATES.rglob("*.*")
    }
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 26), "dans 6 jours"),
        (date(2026, 11, 21), "demain"),
        (date(2026, 11, 20), "aujourd’hui"),
        (date(2026, 11, 19), "dépassée de 1 jour"),
        (date(2026, 11, 18), "dépassée de 2 jours"),
    ],
)
def test_a_date_counts_down_in_words(day, text):
    assert ui.countdown(day, TODAY) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, f"0{NB}octet"),
        (1, f"1{NB}octet"),
        (999, f"999{NB}octets"),
        (1000, f"1{NB}ko"),
        (3_400_000, f"3,4{NB}Mo"),
        (12_345_678, f"12{NB}Mo"),
        (999_900, f"1{NB}Mo"),
        (2_000_000_000_000_000, f"2000{NB}To"),
    ],
)
def test_sizes_have_french_units(size, text):
    assert ui.file_size(size) == text


@pytest.mark.parametrize(
    ("name", "of", "alone"),
    [
        ("CSE Clientis", "du CSE Clientis", "le CSE Clientis"),
        ("Comité central", "du Comité central", "le Comité central"),
        ("Section Clientis", "de la Section Clientis", "la Section Clientis"),
        ("Fédération Sol", "de la Fédération Sol", "la Fédération Sol"),
        ("Association Le Pont", "de l’Association Le Pont", "l’Association Le Pont"),
        ("Élus de Clientis", "des Élus de Clientis", "les Élus de Clientis"),
        ("CFE-CGC Énergies", "de la CFE-CGC Énergies", "la CFE-CGC Énergies"),
        ("Clientis", "de Clientis", "Clientis"),
        ("Énergies", "d’Énergies", "Énergies"),
        ("", "de ", ""),
    ],
)
def test_the_name_of_a_collective_takes_its_article(name, of, alone):
    assert (of_the(name), the(name)) == (of, alone)


def test_each_room_says_its_name_in_words():
    assert words(ui.room_badge("caucus")) == "Espace élus"
    assert words(ui.room_badge("shared")) == "Espace partagé"


def test_an_unknown_room_is_refused():
    with pytest.raises(KeyError):
        ui.room_badge("public")


def test_a_state_is_escaped_and_says_itself_without_its_colour():
    badge = render("{% load ui %}{% state_badge label 'late' %}", label="<i> ?")
    assert words(badge) == f"<i>{NB}?"
    assert "&lt;i&gt;" in badge


def test_every_icon_named_in_templates_is_in_the_sprite():
    sprite = (STATIC / "img/icons.svg").read_text()
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    names = {
        part.split('"')[0]
        for path in templates
        for part in path.read_text().split('{% icon "')[1:]
    }
    names |= {name for name, _words in ui.ROOMS.values()} | {*ui.STATE_ICONS.values()}
    assert {name for name in names if f'id="{name}"' not in sprite} == set()


def test_the_chain_links_what_exists_and_marks_where_one_stands():
    html = render(
        "{% load ui %}{% chain items %}",
        items=[
            {"number": "O-14", "url": "/o/14"},
            {"number": "Q-7", "current": True, "url": "/q/7"},
            {"number": "", "title": "point d’avis ?"},
        ],
    )
    assert html.count("<li>") == 3
    assert html.count("href=") == 1
    assert html.count('aria-current="true"') == 1
    assert f"point d’avis{NB}?" in html


def test_an_empty_chain_draws_nothing():
    assert render("{% load ui %}{% chain items %}", items=[]).strip() == ""


class SheetForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Celui de l’annonce")
    supplier = forms.CharField(label="Fournisseur", required=False)
    regime = forms.ChoiceField(
        label="Régime", choices=[("a", "Privé")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Relu", required=False)


class FilterForm(forms.Form):
    hide_optional = True
    search = forms.CharField(label="Rechercher", required=False)
    state = forms.CharField(label="État", required=False)


class NoteForm(forms.Form):
    title = forms.CharField(label="Titre", required=False)
    text = forms.CharField(label="Texte", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class BreaksForm(Form):
    words = forms.CharField(max_length=220, strip=False, widget=forms.Textarea)


class LongForm(forms.Form):
    title = forms.CharField(max_length=200)
    text = forms.CharField(max_length=4000, widget=forms.Textarea)


def test_a_form_says_which_fields_are_optional_and_that_others_are_not():
    html = str(SheetForm())
    assert html.count("(facultatif)") == 1
    assert html.count("Les champs sans la mention «\xa0facultatif\xa0»") == 1
    assert html.count("<fieldset") == 1
    assert 'aria-describedby="id_title_helptext"' in html
    assert 'id="id_title_helptext"' in html


def test_a_filter_form_does_not_speak_of_optional_fields():
    html = str(FilterForm())
    assert "facultatif" not in html


def test_a_form_that_requires_nothing_does_not_say_that_it_does():
    html = str(NoteForm())
    assert html.count("(facultatif)") == 2
    assert "sont à remplir" not in html


def test_no_field_lets_a_browser_cut_what_is_pasted():
    html = str(LongForm())
    assert html.count('data-most="200"') == 1
    assert html.count('data-most="4000"') == 1
    assert "maxlength" not in html


def test_a_line_break_counts_as_the_one_character_that_was_typed():
    sent = QueryDict(mutable=True)
    typed = "Une ligne.\n" * 20
    sent["words"] = typed.replace("\n", "\r\n")
    form = BreaksForm(sent)
    assert form.is_valid()
    assert form.cleaned_data == {"words": typed}
    sent["words"] += "x"
    assert not BreaksForm(sent).is_valid()


def test_errors_are_summed_up_with_links_and_tied_to_their_fields():
    form = SheetForm({"regime": "z"})
    form.is_valid()
    html = str(form)
    assert "2 points sont à corriger" in html
    assert 'href="#id_title"' in html
    assert 'href="#id_regime_0"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert html.count('id="id_title_error"') == 1


def test_a_form_without_error_has_no_summary():
    assert "error-summary" not in str(SheetForm({"title": "x", "regime": "a"}))


def test_pages_keep_the_other_parameters():
    page = Paginator(range(100), 20).get_page(2)
    html = get_template("components/pagination.html").render(
        {"page": page, "query": "q=ia"}
    )
    assert html.count('href="?q=ia&amp;page=3"') == 2


def test_a_single_page_needs_no_pages():
    page = Paginator(range(3), 20).get_page(1)
    html = get_template("components/pagination.html").render({"page": page})
    assert html.strip() == ""


def test_a_running_job_polls_and_a_finished_one_stops():
    template = get_template("components/progress.html")
    running = template.render({"state": "running", "poll_url": "/p", "label": "PDF"})
    done = template.render({"state": "done", "poll_url": "/p", "label": "PDF"})
    assert 'hx-get="/p"' in running
    assert "hx-get" not in done


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "500"])
def test_error_pages_need_no_context(name):
    html = get_template(f"{name}.html").render({})
    assert html.count("<h1>") == 1
    assert 'lang="fr"' in html


def test_the_style_sheet_stays_under_25_kilobytes():
    assert (STATIC / "css/navette.css").stat().st_size < 25_000


def test_the_script_stays_under_150_lines():
    assert len((STATIC / "js/app.js").read_text().splitlines()) <= 150


def test_no_template_carries_script_style_or_handler_inline():
    found = {
        path.name: word
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for word in ("style=", "<style", "onclick=", "hx-on", "javascript:", "<script>")
        if word in path.read_text()
    }
    assert found == {}
