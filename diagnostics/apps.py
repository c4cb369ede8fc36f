from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    name = "diagnostics"

    def ready(self) -> None:
        from diagnostics.actions.tasks import (  # noqa: PLC0415 -- models are loaded by now
            forget,
        )
        from diagnostics.exports import part  # noqa: PLC0415 -- as above
        from diagnostics.told import begin  # noqa: PLC0415 -- as above
        from projects.actions.accounts import add_forgetting  # noqa: PLC0415 -- as above
        from projects.exports import add_part  # noqa: PLC0415 -- as above

        add_part(part)
        add_forgetting(forget)
        begin()
