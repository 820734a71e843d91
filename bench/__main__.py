"""Run the bench: `python -m bench`."""

import argparse
import signal
import sys
from pathlib import Path

from bench.aims import read_aims
from bench.report import write_report
from bench.run import FULL, QUICK, keys, report_path, run
from kg.errors import KgError
from kg.store import replace_file


def main() -> int:
    """Run, write the page, print it; exit code 1 with a sentence when something is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Hold our server beside others, with wrk."
    )
    parser.add_argument("--quick", action="store_true", help="a trial of about two minutes")
    parser.add_argument(
        "--only", action="append", default=[], choices=keys(), metavar="NAME", help=", ".join(keys())
    )
    parser.add_argument("--output", type=Path, help="the page to write")
    given = parser.parse_args()
    plan = QUICK if given.quick else FULL
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        results = run(plan, given.only)
        page = write_report(results, read_aims())
        replace_file(given.output or report_path(plan, given.only), page.encode())
    except KgError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped; all servers are ended", file=sys.stderr)
        return 130
    print(page)
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
