"""Health checks of the containers.

`http PORT` succeeds once that server replies, in good health or not: /sante says 503
when the worker or the database is away, and restarting the pages would not help.
`file PATH SECONDS` succeeds while something keeps writing that file.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit


def answers(port: str) -> bool:
    # The host name that ALLOWED_HOSTS accepts, whatever the address asked.
    host = urlsplit(os.environ["BASE_URL"]).netloc
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sante", headers={"Host": host}
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        direct.open(request, timeout=10).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def is_fresh(path: str, seconds: str) -> bool:
    try:
        return time.time() - Path(path).stat().st_mtime < float(seconds)
    except OSError:
        return False


def main(arguments: list[str]) -> bool:
    match arguments:
        case ["http", port]:
            return answers(port)
        case ["file", path, seconds]:
            return is_fresh(path, seconds)
    raise SystemExit(__doc__)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
