"""The ``kg`` command: a thin skin over the library, and the only place that knows both sides."""

import sys

import kg.cli.ask
import kg.cli.links
import kg.cli.make
import kg.cli.publish
import kg.cli.serving
from kg.cli.common import app
from kg.errors import KgError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command; a failure that the package can explain is one message on stderr and exit code 1."""
    try:
        if sys.argv[1:] == ["build"]:  # Typer would load pydantic first, half the time of a no-op
            kg.cli.make.build()
        else:
            app()
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        raise SystemExit(1) from None
