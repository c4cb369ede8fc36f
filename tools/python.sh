#!/bin/sh
# Prints a Python, of any version from 3.8 on, that can run tools/environment.py; the
# latter then finds one that is recent enough. `python3` alone is not enough: it may be
# absent, or a pyenv shim for a version that is not installed.
for name in .venv/bin/python python3 python python3.13 python3.12 python3.14 \
    /usr/bin/python3 "$HOME"/.pyenv/versions/3.*/bin/python3; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null; then
        echo "$name"
        exit 0
    fi
done
if name=$(uv python find --no-project '>=3.12' 2>/dev/null); then
    echo "$name"
    exit 0
fi
cat >&2 <<'SENTENCE'

Navette a besoin de Python 3.12 ou plus récent, introuvable sur cette machine.
Debian, Ubuntu : « apt install python3 python3-venv ». macOS : « brew install python@3.13 ».
Navette needs Python 3.12 or newer, and there is no Python on this machine.
Debian, Ubuntu: apt install python3 python3-venv. macOS: brew install python@3.13.

SENTENCE
exit 1
