"""What a test needs and a machine may lack: without, the test is skipped and says why; under CI it fails."""

import os

import pytest


def need(there: bool, reason: str) -> None:
    """Go on when it is ``there``; else skip, or under CI fail, for this ``reason``."""
    if not there:
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
