"""`manage.py prepare`: whatever an installation needs before it starts, and no more."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from projects import first_run
from projects.context import DEMO_ACCOUNTS, DEMO_PASSWORD
from projects.models import User


class Command(BaseCommand):
    help = "Prépare la base, les fichiers des pages et les contenus, si besoin."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.migrate()
        self.collect()
        if "load_content" in get_commands():
            call_command("load_content", stdout=self.stdout)
        if not User.objects.exists():
            self.fill()
        elif settings.DEMO:
            self.show_demo_accounts()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("La base de données est à jour.")

    def collect(self) -> None:
        """Only when a source was added, removed or changed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".sources"
        state = sources_digest()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(state, encoding="utf-8")
        self.stdout.write("Les fichiers des pages sont prêts.")

    def fill(self) -> None:
        if settings.DEMO and "demo" in get_commands():
            call_command("demo")
            self.show_demo_accounts()
            return
        code = first_run.issue_code()
        address = settings.BASE_URL + reverse("projects:first_run")
        self.stdout.write(
            "Navette est vide : personne n’y a encore de compte.\n"
            f"Ouvrez {address} et recopiez ce code d’installation : {code}\n"
            "Il ne sert qu’une fois ; un nouveau code s’affiche à chaque démarrage."
        )

    def show_demo_accounts(self) -> None:
        emails = [email for email, _label in DEMO_ACCOUNTS]
        if not User.objects.filter(email__in=emails).exists():
            return
        self.stdout.write("Comptes de démonstration :")
        for email, label in DEMO_ACCOUNTS:
            self.stdout.write(f"  {email} ({label})")
        self.stdout.write(f"Mot de passe de tous les comptes : {DEMO_PASSWORD}")


def sources_digest() -> str:
    """Changes when any static source is added, removed, replaced or edited."""
    lines = [str(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{storage.path(name)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
