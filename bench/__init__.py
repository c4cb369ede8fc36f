"""Measurements, never tests: every figure is a ratio taken in the same run."""
