"""`manage.py load_content`: the instruments of Navette, from their files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diagnostics.loading import load
from diagnostics.source import ContentError


class Command(BaseCommand):
    help = "Lit les grilles et autres contenus ; ce qui a changé devient une version."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            changed = load()
        except ContentError as error:
            raise CommandError(str(error)) from error
        if changed:
            self.stdout.write(f"Contenus mis à jour : {len(changed)}.")
