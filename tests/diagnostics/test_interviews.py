"""Actors, interviews and their notes: who led an interview reads it, nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.forms import ModelMultipleChoiceField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from diagnostics import tasks
from diagnostics.actions import interviews, stakeholders, syntheses
from diagnostics.drawings_actors import Placed, actors_svg
from diagnostics.enums import Influence, InterviewState, Position, StakeSide
from diagnostics.forms.interviews import InterviewForm
from diagnostics.models import Interview, InterviewNote, Stakeholder, Synthesis
from diagnostics.models.interviews import last_day_of_notes
from projects import exports
from projects.enums import ItemKind, Role, Room
from projects.errors import Refused
from projects.models import Entry, Item, Member, Notice
from tests.diagnostics.hearings import make_guide, make_interview, make_led, make_note
from tests.dialogue.stories import signed_in
from tests.factories import World, make_guest

SECRET = "Le chef de plateau coupe les pauses"


def address(name: str, world: World, *rows: object) -> str:
    return reverse(f"diagnostics:{name}", args=[world.project.pk, *rows])


def status(member: Member, url: str) -> int:
    return signed_in(member).get(url).status_code


def actor(world: World, label: str, **fields: str) -> Stakeholder:
    said = {
        "side": StakeSide.USERS,
        "influence": Influence.UNDERGOES,
        "position": Position.UNKNOWN,
        "stake": "",
        "relations": "",
    }
    return stakeholders.add(
        world.project, actor=world.secretary, label=label, **{**said, **fields}
    )


def written(world: World, row: Interview, text: str, seen: str = "") -> Synthesis:
    return syntheses.write(
        world.project, row.version, "LIENS", actor=world.secretary, text=text, seen=seen
    )


def shared(synthesis: Synthesis, actor: Member) -> None:
    seen = syntheses.stamp(synthesis.text)
    syntheses.share(synthesis, actor=actor, seen=seen)


# ---- the map ----------------------------------------------------------------------
def test_an_actor_is_on_the_map_once_and_its_changes_are_in_the_journal(
    world: World,
) -> None:
    row = actor(world, "Service client")
    with pytest.raises(Refused, match="déjà sur la carte"):
        actor(world, "Service client")
    fields = {name: getattr(row, name) for name in stakeholders.FIELDS}
    moved = {**fields, "position": Position.OPPOSES}
    stakeholders.change(row, actor=world.secretary, **moved)
    stakeholders.change(row, actor=world.secretary, **moved)
    entry = Entry.objects.get(verb="stakeholder.changed")
    assert entry.room == Room.CAUCUS
    assert entry.data["after"] == {"position": "opposes"}


def test_an_actor_that_leaves_the_map_stays_named_by_its_interviews(
    world: World,
) -> None:
    row, led = actor(world, "Service client"), make_led(world)
    Interview.objects.filter(pk=led.pk).update(stakeholder=row)
    client = signed_in(world.secretary)
    page = client.get(address("actor_edit", world, row.pk)).text
    assert "Entretiens qui le nomment : 1." in page
    client.post(address("actor_remove", world, row.pk))
    assert "Service client" not in client.get(address("actors", world)).text
    for name, rows in (("interviews", ()), ("interview", (led.pk,))):
        assert "Service client" in client.get(address(name, world, *rows)).text
    with pytest.raises(Refused, match="n’est plus sur la carte"):
        stakeholders.remove(row, actor=world.secretary)
    line = Entry.objects.get(verb="stakeholder.removed")
    assert (line.room, line.data) == (Room.CAUCUS, {"interviews": 1})
    offered = [
        form.fields["stakeholder"].queryset
        for form in (
            client.get(address(name, world, *rows)).context["form"]
            for name, rows in (("interview_new", ()), ("interview_edit", (led.pk,)))
        )
    ]
    assert [list(rows) for rows in offered] == [[], [row]]
    other = actor(world, "Service des achats")
    fields = {name: getattr(other, name) for name in stakeholders.FIELDS}
    with pytest.raises(Refused, match="a été retiré de la carte"):
        stakeholders.change(
            other, actor=world.secretary, **fields | {"label": "Service client"}
        )
    assert actor(world, "Service client", side=StakeSide.IT) == row
    assert "Service client" in client.get(address("actors", world)).text


def test_an_actor_whom_no_interview_names_leaves_nothing(world: World) -> None:
    row = actor(world, "Service client")
    page = signed_in(world.secretary).get(address("actor_edit", world, row.pk)).text
    assert "Aucun entretien ne le nomme" in page
    stakeholders.remove(row, actor=world.secretary)
    assert not Stakeholder.objects.exists()
    assert Entry.objects.filter(verb="stakeholder.removed").count() == 1


def test_the_table_of_actors_counts_as_people_do(world: World) -> None:
    for rank in (10, 2, 1, 11):
        actor(world, f"Service n° {rank}")
    page = signed_in(world.secretary).get(address("actors", world))
    labels = [row.label for row in page.context["rows"]]
    assert labels == [f"Service n° {rank}" for rank in (1, 2, 10, 11)]


def test_actors_and_interviews_are_those_of_the_caucus_of_the_reader(
    world: World,
) -> None:
    row, led = actor(world, "Service client"), make_led(world)
    let_in = make_guest(world.project, Role.FACILITATOR, caucus=True)
    for inside in (world.secretary, world.reader, let_in):
        assert list(Stakeholder.objects.visible_to(inside)) == [row]
        assert list(Interview.objects.visible_to(inside)) == [led]
    for outside in (world.employer, world.expert, world.outsider):
        assert not Stakeholder.objects.visible_to(outside).exists()
        assert not Interview.objects.visible_to(outside).exists()
    assert not Stakeholder.objects.visible_to().exists()


def test_the_map_says_in_words_what_it_draws(world: World) -> None:
    actors = [
        Placed("DSI", StakeSide.IT, Influence.DECIDES, Position.CARRIES),
        Placed("<Agents>", StakeSide.USERS, Influence.UNDERGOES, Position.OPPOSES),
    ]
    drawn = actors_svg(actors)
    assert "2 acteurs" in drawn
    assert "DSI (décide, porte le projet)" in drawn
    assert "<Agents>" not in drawn
    assert actors_svg([]) == ""


def test_the_table_gives_the_whole_names_with_the_numbers_of_the_map(
    world: World,
) -> None:
    label = "Direction départementale de la protection des populations, pôle {}"
    for rank in "ABC":
        actor(world, label.format(rank))
    page = signed_in(world.secretary).get(address("actors", world)).content.decode()
    table = page[page.index("<tbody>") :]
    for number, rank in enumerate("ABC", start=1):
        assert f'<th scope="row">{number}. <a ' in table
        assert f">{label.format(rank)}</a>" in table


def test_labels_of_the_map_never_stand_on_one_another() -> None:
    many = [
        Placed(f"Acteur {rank}", side, Influence.WEIGHS, Position.UNKNOWN)
        for rank, side in enumerate(list(StakeSide) * 3)
    ]
    drawn = actors_svg(many)
    places = [
        (line.split('text-anchor="')[1][:3], line.split(' y="')[1].split('"')[0])
        for line in drawn.split("<g ")[1:]
    ]
    assert len(set(places)) == len(many)


# ---- planning and leading -----------------------------------------------------------
def test_who_is_given_an_interview_is_told_without_its_actor(world: World) -> None:
    row = make_interview(world, world.elected)
    notice = Notice.objects.get()
    assert (notice.member, notice.sentence) == (
        world.elected,
        "Un entretien vous est confié",
    )
    assert row.notes_until == last_day_of_notes()


def test_an_interview_is_led_with_an_agreement_before_any_note(world: World) -> None:
    row = make_interview(world)
    with pytest.raises(Refused, match="avec l’accord de la personne"):
        make_note(row, world.secretary)
    interviews.lead(row, actor=world.secretary, day=row.day)
    make_note(row, world.secretary)
    with pytest.raises(Refused, match="thème du guide"):
        interviews.write_note(
            row, actor=world.secretary, text="x", themes=["AUTRE"], verbatim=False
        )
    with pytest.raises(Refused, match="« mené »"):
        interviews.lead(row, actor=world.secretary, day=row.day)
    interviews.move(row, actor=world.secretary, to=InterviewState.SYNTHESISED)
    assert Interview.objects.get().state == InterviewState.SYNTHESISED
    with pytest.raises(Refused, match="effacez plutôt ses notes"):
        interviews.cancel(row, actor=world.secretary)


def test_the_guide_stays_the_one_that_was_used(world: World) -> None:
    guide = make_guide()
    row = make_interview(world, guide=guide)
    assert guide.current
    guide.current = guide.versions.create(
        number=2, content=guide.current.content, published_at=timezone.now()
    )
    guide.save(update_fields=["current"])
    assert Interview.objects.get().version == row.version != guide.current


def test_nobody_lets_themselves_in_once_an_interview_took_place(world: World) -> None:
    row = make_led(world)
    with pytest.raises(Refused, match="ses notes ne s’ouvrent plus"):
        interviews.change(
            row,
            actor=world.elected,
            stakeholder=None,
            day=row.day,
            interviewers=[world.elected],
            notes_until=row.notes_until,
        )
    assert status(world.elected, address("interview_edit", world, row.pk)) == 403


def test_only_who_may_listen_is_offered_to_lead(world: World) -> None:
    inside = make_guest(world.project, Role.FACILITATOR, caucus=True)
    make_guest(world.project, Role.FACILITATOR)
    form = InterviewForm(project=world.project, member=world.secretary)
    field = form.fields["interviewers"]
    assert isinstance(field, ModelMultipleChoiceField)
    assert set(field.queryset or ()) == {world.secretary, world.elected, inside}


def test_notes_are_kept_two_years_at_the_most(world: World) -> None:
    today = timezone.localdate()
    for day, sentence in (
        (today, "Choisissez un jour à venir"),
        (today + timedelta(days=800), "pas gardées plus de deux ans"),
    ):
        data = {"notes_until": day.isoformat()}
        form = InterviewForm(data, project=world.project, member=world.secretary)
        assert sentence in str(form.errors["notes_until"])


# ---- notes ------------------------------------------------------------------------
def test_notes_are_read_by_who_led_the_interview_and_by_nobody_else(
    world: World,
) -> None:
    row = make_led(world, world.elected)
    make_note(row, world.elected, SECRET)
    url = address("interview_notes", world, row.pk)
    assert SECRET in signed_in(world.elected).get(url).text
    others = (world.secretary, world.admin, world.reader, world.employer, world.expert)
    assert [status(one, url) for one in others] == [404] * 5
    readable = InterviewNote.objects.readable_by
    assert not any(readable(one).exists() for one in others)


def test_who_is_put_out_of_the_caucus_reads_notes_no_more(world: World) -> None:
    guest = make_guest(world.project, Role.FACILITATOR, caucus=True)
    row = make_led(world, guest)
    make_note(row, guest, SECRET)
    assert InterviewNote.objects.readable_by(guest).exists()
    guest.caucus = False
    guest.save(update_fields=["caucus"])
    assert not InterviewNote.objects.readable_by(guest).exists()


def test_a_note_shows_nowhere_but_on_the_pages_of_who_led(world: World) -> None:
    row = make_led(world, world.elected)
    make_note(row, world.elected, SECRET)
    written(world, row, "Le rythme revient souvent.")
    pages = [
        *(address(name, world) for name in ("interviews", "syntheses", "assessments")),
        address("interview", world, row.pk),
        address("synthesis_guide", world, row.version_id),
        address("synthesis_theme", world, row.version_id, "LIENS"),
        reverse("projects:history", args=[world.project.pk]),
        reverse("projects:notices"),
    ]
    client = signed_in(world.secretary)
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert SECRET not in response.text, page
    theme = signed_in(world.elected).get(pages[5]).text
    assert SECRET in theme
    assert not Entry.objects.filter(sentence__contains="plateau").exists()
    assert SECRET not in str(list(Entry.objects.values_list("data", flat=True)))


def test_the_export_gives_the_notes_one_wrote_and_may_still_read(world: World) -> None:
    row = make_led(world, world.elected, world.secretary)
    make_note(row, world.elected, SECRET)

    def texts(member: Member) -> list[str | None]:
        found = exports.personal_data(member.user)["notes_d_entretien"]
        return [one["texte"] for one in found]

    assert texts(world.elected) == [SECRET]
    assert texts(world.secretary) == []
    world.elected.until = timezone.localdate() - timedelta(days=1)
    world.elected.save(update_fields=["until"])
    assert texts(world.elected) == [None]


def test_notes_are_erased_after_their_last_day_with_a_line_that_says_nothing(
    world: World,
) -> None:
    row, other = make_led(world), make_led(world, guide=make_guide("autre"))
    make_note(row, world.secretary, SECRET)
    make_note(other, world.secretary)
    row.notes_until = timezone.localdate() - timedelta(days=1)
    row.save(update_fields=["notes_until"])
    assert (tasks.erase_notes(), tasks.erase_notes()) == (1, 0)
    assert [note.interview for note in InterviewNote.objects.all()] == [other]
    entry = Entry.objects.get(verb="interview.notes_erased")
    assert entry.sentence == "Notes d’un entretien effacées à leur date"
    assert (entry.actor_name, entry.data) == ("Navette", {"state": "held"})


def test_a_note_is_erased_by_hand_too(world: World) -> None:
    row = make_led(world)
    interviews.erase_note(make_note(row, world.secretary), actor=world.secretary)
    make_note(row, world.secretary)
    interviews.erase_notes(row, actor=world.secretary)
    interviews.erase_notes(row, actor=world.secretary)
    assert not InterviewNote.objects.exists()
    assert Entry.objects.filter(verb="interview.notes_erased").count() == 1


# ---- the synthesis -----------------------------------------------------------------
def test_a_synthesis_keeps_the_text_of_who_wrote_in_between(world: World) -> None:
    row = make_led(world)
    first = written(world, row, "Un.")
    with pytest.raises(Refused, match="a écrit ici entre-temps"):
        written(world, row, "Deux.")
    again = written(world, row, "Trois.", seen=syntheses.stamp("Un."))
    assert (again, Synthesis.objects.get().text) == (first, "Trois.")
    client = signed_in(world.elected)
    url = address("synthesis_theme", world, row.version_id, "LIENS")
    answer = client.post(url, {"text": "Quatre.", "seen": ""})
    assert answer.status_code == 422
    assert "Trois." in answer.text
    assert "Quatre." in answer.text


def test_a_synthesis_is_shared_once_and_changes_no_more(world: World) -> None:
    row = make_led(world)
    synthesis = written(world, row, "Les liens se défont.")
    url = address("synthesis", world, synthesis.pk)
    assert status(world.employer, url) == 404
    shared(synthesis, world.secretary)
    shared(synthesis, world.secretary)
    assert Entry.objects.filter(verb="synthesis.shared").count() == 1
    assert "Les liens se défont." in signed_in(world.employer).get(url).text
    with pytest.raises(Refused, match="elle ne change plus"):
        written(world, row, "Autre.", seen=syntheses.stamp("Les liens se défont."))


def test_a_synthesis_is_shared_as_it_was_read(world: World) -> None:
    row = make_led(world)
    synthesis = written(world, row, "Les liens se défont.")
    client = signed_in(world.secretary)
    url = address("synthesis_share", world, synthesis.pk)
    seen = client.get(url).context["seen"]
    written(world, row, "Marie le dit.", seen=seen)
    page = client.post(url, {"seen": seen}, follow=True)
    synthesis.refresh_from_db()
    assert synthesis.room == Room.CAUCUS
    assert "a changé depuis" in page.text
    assert "Marie le dit." in page.text
    client.post(url, {"seen": page.context["seen"]})
    synthesis.refresh_from_db()
    assert synthesis.room == Room.SHARED


def test_the_number_of_interviews_is_hidden_under_three(world: World) -> None:
    guide = make_guide()
    rows = [make_led(world, guide=guide) for _rank in range(4)]
    for row in rows[:2]:
        make_note(row, world.secretary)
        make_note(row, world.secretary)
    synthesis = written(world, rows[0], "Deux voix.")
    url = address("synthesis", world, synthesis.pk)
    assert "Moins de trois entretiens" in signed_in(world.secretary).get(url).text
    make_note(rows[2], world.secretary)
    written(world, rows[0], "Trois voix.", seen=syntheses.stamp("Deux voix."))
    synthesis.refresh_from_db()
    shared(synthesis, world.secretary)
    shown = signed_in(world.employer).get(url).text
    assert "D’après 3 entretiens" in shown
    assert str(world.secretary) not in shown


def test_a_theme_counts_the_interviews_that_were_noted_on_it(world: World) -> None:
    guide = make_guide()
    rows = [make_led(world, guide=guide) for _rank in range(4)]
    for row in rows[:3]:
        make_note(row, world.secretary)
    client = signed_in(world.secretary)
    version = rows[0].version_id
    whole = client.get(address("synthesis_guide", world, version))
    assert "Entretiens menés avec ce guide : 4." in whole.text
    for theme, sentence in (("LIENS", "D’après 3 entretiens"), ("OUTILS", "Moins de")):
        page = client.get(address("synthesis_theme", world, version, theme))
        assert sentence in page.text


def test_what_a_synthesis_rests_on_outlives_its_notes(world: World) -> None:
    guide = make_guide()
    rows = [make_led(world, guide=guide) for _rank in range(3)]
    for row in rows:
        make_note(row, world.secretary)
    synthesis = written(world, rows[0], "Trois voix.")
    InterviewNote.objects.all().delete()
    for text in ("Trois voix.", "Trois voix, mieux dites."):
        written(world, rows[0], text, seen=syntheses.stamp(synthesis.text))
        synthesis.refresh_from_db()
        assert (synthesis.text, synthesis.heard) == (text, 3)
    # Written before the number was kept, it rests on the notes that are left.
    Synthesis.objects.update(heard=None)
    url = address("synthesis", world, synthesis.pk)
    assert "Moins de trois entretiens" in signed_in(world.secretary).get(url).text


def test_an_observation_begins_the_thread_in_the_caucus(world: World) -> None:
    led = make_led(world)
    synthesis = written(world, led, "Les pauses sautent.")
    first = syntheses.observe(synthesis, actor=world.elected)
    assert syntheses.observe(synthesis, actor=world.elected) == first
    item = Item.objects.get(kind=ItemKind.OBSERVATION)
    assert (item.number, item.room) == ("O-1", Room.CAUCUS)
    stale = Synthesis.objects.get()
    written(world, led, "Les pauses reviennent.", seen=syntheses.stamp(first.text))
    assert syntheses.observe(stale, actor=world.elected).text == (
        "Les pauses reviennent."
    )
    page = signed_in(world.secretary).get(item.url).text
    ask = reverse("dialogue:question_new", args=[world.project.pk])
    assert f"{ask}?origine={item.pk}" in page
    assert status(world.employer, item.url) == 404


# ---- how many queries ---------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_as_many_queries_for_three_rows_as_for_one(
    world: World, rows: int
) -> None:
    guide = make_guide()
    for rank in range(rows):
        actor(world, f"Service {rank}")
        led = make_led(world, guide=guide)
    for rank in range(rows):
        make_note(led, world.secretary, f"Note {rank}")
    written(world, led, "Texte.")
    client = signed_in(world.secretary)
    counted = {}
    for name, places in (
        ("actors", ()),
        ("interviews", ()),
        ("interview_notes", (led.pk,)),
        ("synthesis_guide", (led.version_id,)),
        ("syntheses", ()),
    ):
        url = address(name, world, *places)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counted[name] = len(captured)
    assert counted == {
        "actors": 6,
        "interviews": 10,
        "interview_notes": 9,
        "synthesis_guide": 9,
        "syntheses": 7,
    }
