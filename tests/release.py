"""The real release, built once for all tests that ask it."""

import functools
from pathlib import Path

import kg
from kg.library import Release

ROOT = Path(__file__).resolve().parent.parent


@functools.cache
def built_release() -> Release:
    """Return this checkout's release, built first when stale."""
    return kg.open()
