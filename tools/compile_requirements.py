"""Compiles the hashed requirements from pyproject.toml (`make requirements`).

The files name packages and hashes, never an address or a machine: where packages come
from is a matter of each machine's own pip settings. pip's extra sources are set aside
while compiling, so that every hash is one that the package index publishes.
"""

import os
import re
import subprocess
import sys

from tools.environment import REQUIREMENTS, ROOT

OPTIONS = (
    *("--quiet", "--generate-hashes", "--strip-extras", "--allow-unsafe"),
    *("--no-header", "--no-annotate", "--no-emit-options", "--no-emit-index-url"),
    *("--no-emit-trusted-host", "--no-emit-find-links"),
)
# pip-tools forgets on which Python another package asks for these, and pip then looks
# for a package that does not exist for the other Pythons.
ONLY_FOR = {"pyyaml-ft": "python_version == '3.13'"}


def with_markers(compiled: str) -> str:
    """The compiled text, where each pin of `ONLY_FOR` says its Python."""
    for package, marker in ONLY_FOR.items():
        pin = rf"^({re.escape(package)}==\S+) \\$"
        compiled = re.sub(pin, rf"\1 ; {marker} \\", compiled, flags=re.MULTILINE)
    return compiled


def main(arguments: list[str]) -> None:
    environment = {**os.environ, "PIP_CONFIG_FILE": os.devnull}
    environment.pop("PIP_FIND_LINKS", None)
    environment.pop("PIP_EXTRA_INDEX_URL", None)
    for kind, path in REQUIREMENTS.items():
        extra = ["--extra", "dev"] if kind == "dev" else []
        subprocess.run(
            [
                *(sys.executable, "-m", "piptools", "compile", *OPTIONS, *extra),
                *(*arguments, "--output-file", path.name, "pyproject.toml"),
            ],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        path.write_text(with_markers(path.read_text(encoding="utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
