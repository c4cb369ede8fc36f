"""Wiring only: settings, urls, processes. No model, no view, no rule."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
