"""`manage.py demo`: play the demonstration once, in an empty installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agreements.demo import (
    clientis,
    diagnosis,
    grids,
    hearings,
    levels,
    logbook,
    register,
    tilleuls,
)
from agreements.demo.stage import Stage
from projects.models import User


class Command(BaseCommand):
    help = "Joue la démonstration dans une installation vide."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("La démonstration demande une installation vide.")
        stage = Stage()
        with transaction.atomic():
            people = clientis.open_house(stage)
            # The older stories first: the journal is read in the order it was written.
            tilleuls.play(stage)
            levels.play(stage)
            clientis.play(stage, *people)
            logbook.play(stage, *people)
            register.play(stage, *people)
            grids.play(stage, people[1])
            hearings.play(stage, *people)
            diagnosis.play(stage, *people)
        self.stdout.write("La démonstration est prête.")
