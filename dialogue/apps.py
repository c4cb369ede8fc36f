from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        from dialogue.exports import part  # noqa: PLC0415 -- models are loaded by now
        from projects.exports import add_part  # noqa: PLC0415 -- as above

        add_part(part)
