"""The real settings, with one more address: the empty signed-in page."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
