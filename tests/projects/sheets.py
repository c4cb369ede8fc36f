"""What the tests of a project's pages share: clients, form data, readable text."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from projects.actions.projects import fingerprint
from projects.enums import Room
from projects.models import Deadline, Member, Project
from tests.factories import World


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def sheet(world: World, **fields: Any) -> dict[str, Any]:
    """What the form sends when only what is required is filled in."""
    return {
        "workplace": str(world.workplace.pk),
        "title": "Tri des courriers",
        "uses_ai": "unknown",
        "personal_data": "unknown",
        "staff_data": "unknown",
        "monitoring": "unknown",
        "phase": "framing",
        **fields,
    }


def edited(world: World, **fields: Any) -> dict[str, Any]:
    """What the form of the world's project sends with these fields changed."""
    sent = sheet(world, title=world.project.title, seen=fingerprint(world.project))
    del sent["phase"]
    return {**sent, **fields}


def url(name: str, world: World) -> str:
    return reverse(f"projects:{name}", args=[world.project.pk])


def text_of(response: Any) -> str:
    """The page with ordinary spaces only, so that sentences can be looked for."""
    page = response.content.decode()
    return " ".join(page.replace("\u00a0", " ").replace("\u202f", " ").split())


def put_deadline(project: Project, label: str, days: int, **fields: Any) -> Deadline:
    fields = {"room": Room.CAUCUS, "key": f"test:{label}", **fields}
    return Deadline.objects.create(
        organisation=project.organisation,
        project=project,
        label=label,
        due_on=timezone.localdate() + timedelta(days=days),
        **fields,
    )
