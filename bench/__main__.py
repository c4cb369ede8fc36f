"""`make bench`: pages with 1,000 and 100,000 consultations, then PDF files.

Everything runs on this machine, on PostgreSQL, with the production page server. Ratios
travel to another machine; milliseconds do not. A goal that is missed is printed as
such and fails nothing.
"""

import argparse
import json
import time
from typing import Any

from bench import documents, pages
from bench.installation import HOST, installation

#: One organisation that holds them all: its own pages are then the large ones.
WIDE = 10_000
#: Seconds to bring every grid, path and guide into an empty base.
MOST_LOADING = 5.0


def run(count: int, *, wide: bool = False) -> tuple[dict[str, Any], list[pages.Figure]]:
    """Fill a new database with `count` consultations and measure its pages."""
    with installation() as installed:
        start = time.monotonic()
        options = ["--per-organisation", str(count)] if wide else []
        ids = json.loads(installed.python("-m", "bench.dataset", str(count), *options))
        print(f"\n{count} consultations créées en {time.monotonic() - start:.0f} s")
        loaded = pages.verdict(ids["loaded"], MOST_LOADING, " s")
        print(f"contenus chargés en {ids['loaded']} s{loaded}")
        installed.start_pages()
        return ids, pages.measure(HOST, installed.port, ids)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--wide", type=int, default=WIDE)
    options = parser.parse_args()
    results = []
    for count in (options.small, options.large):
        ids, figures = run(count)
        title = (
            f"{count} consultations dans la base, "
            f"{ids['own']} dans l’organisation de la personne"
        )
        print(pages.table(title, figures), flush=True)
        results.append(figures)
    print("\n" + pages.growth(*results), flush=True)
    _ids, figures = run(options.wide, wide=True)
    title = f"Cas plus dur : {options.wide} consultations dans une seule organisation"
    print(pages.table(title, figures), flush=True)
    print("\n" + documents.run(), flush=True)


if __name__ == "__main__":
    main()
