"""PDF files: seconds from the click to the file, and what the child process costs."""

import json
import statistics

from bench.installation import installation
from bench.pages import verdict
from tools import servers

SECONDS, RATIO = 3.0, 1.15


def run() -> str:
    """What to print, measured on the production processes with a warm worker."""
    redis = servers.find_redis()
    if redis is None:
        return "PDF : Redis n’est pas installé, rien n’est mesuré."
    with installation(redis=redis) as installed:
        ids = installed.python("-m", "bench.dataset", "200")
        installed.start_pages()
        installed.start_worker()
        found = json.loads(
            installed.python("-m", "bench.document_times", str(installed.port), ids)
        )
    clicks, ratio = statistics.median(found["clicks"]), found["ratio"]
    return "\n".join(
        (
            f"PDF du dossier de consultation, {found['pages']} pages",
            f"du clic au fichier, p50 de {len(found['clicks'])} contenus"
            f"{clicks:>9.2f} s (max {max(found['clicks']):.2f} s)"
            + verdict(clicks, SECONDS, " s"),
            f"enfant {found['child'] * 1000:.0f} ms, WeasyPrint nu "
            f"{found['bare'] * 1000:.0f} ms, rapport{ratio:>9.2f}"
            + verdict(ratio, RATIO),
        )
    )
