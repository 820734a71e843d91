"""A real server of the real release, on a free port, as a user starts it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.release import built_release


@contextmanager
def serve_release(*arguments: str) -> Iterator[str]:
    """Run ``kg serve --port 0`` with ``arguments``; yield its address without a slash at the end."""
    built_release()
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        announced = server.stdout.readline()
        address = re.search(r"http://[^\s]+?(?=/sparql)", announced)
        try:
            assert address is not None, f"no address in {announced!r}"
            yield address.group()
        finally:
            server.terminate()
            server.wait(timeout=20)
