"""One run of the bench: which measures, in which order, and what is left on disk."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.builds import measure_builds
from bench.crowd import measure_crowd
from bench.deaths import measure_deaths
from bench.generate import write
from bench.load import need_wrk
from bench.machine import describe_machine, load_average, times
from bench.makes import FOLDER, ROOT, Data, Make, Missing, find_peers, ours, say
from bench.pages import Visits, measure_pages
from bench.results import Results
from bench.servers import ServerError
from bench.speed import Rounds, Trial, measure_works
from bench.works import SEED, Work, large_works, release_works
from kg.pipeline import build
from kg.settings import read_settings
from kg.store import replace_file

OTHERS = ("pages", "deaths", "crowd", "builds")
_CROWD = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does: its name, rounds, size of the large graph, how many builds, seconds of other loads,
    seconds that a query of death may take, visits to pages, and whether each work gets servers of its own.
    """

    mode: str
    rounds: Rounds
    large_rounds: Rounds
    triples: int
    builds: int
    seconds: int
    limit: int
    visits: Visits
    afresh: bool


FULL = Plan(
    "a full run",
    Rounds(5, 2, 2),
    Rounds(3, 2, 1, patience=30),
    *(1_000_000, 3, 3, 5),
    Visits(starts=4, made=5, kept=20),
    afresh=True,
)
QUICK = Plan(
    "a quick trial",
    Rounds(2, 1, 1),
    Rounds(1, 1, 1, patience=10),
    *(100_000, 1, 1, 2),
    Visits(starts=1, made=3, kept=10),
    afresh=False,
)


def run(plan: Plan, only: Sequence[str]) -> Results:
    """Return what a run finds; ``only`` names works and measures, none of them means all.

    Raises ToolError when wrk is missing, and as kg.pipeline.build does.
    """
    began, (all_before, stolen_before) = time.perf_counter(), times()
    results = Results(
        mode=plan.mode if not only else f"{plan.mode} of {', '.join(only)}",
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        machine=describe_machine(),
        load=load_average(),
        wrk=need_wrk(),
    )
    try:
        _run(plan, frozenset(only), results)
    finally:
        results.seconds = time.perf_counter() - began
        all_now, stolen_now = times()
        results.stolen = (stolen_now - stolen_before) / max(1, all_now - all_before)
        FOLDER.mkdir(parents=True, exist_ok=True)
        replace_file(FOLDER / "results.json", (json.dumps(asdict(results), indent=1) + "\n").encode())
    return results


def keys() -> list[str]:
    """Return the names of all works and measures."""
    works = ["lookup", "middle", "aggregate", "lookup-cached", "middle-cached", "aggregate-cached", "mix"]
    return [*works, "large-lookup", "large-middle", "large-aggregate", *OTHERS]


def _run(plan: Plan, only: frozenset[str], results: Results) -> None:
    shutil.rmtree(FOLDER / "run", ignore_errors=True)
    release = _release(results)
    makes = _makes(results)
    works = release_works(release.path, ROOT / "queries")
    measure_works(_chosen(works, only), Trial(release, makes, plan.rounds), results, afresh=plan.afresh)
    if not only or any(key.startswith("large-") for key in only):
        large = _large(plan, release, results)
        chosen = _chosen(large_works(large.path), only)
        measure_works(chosen, Trial(large, makes, plan.large_rounds), results, afresh=False)
    _measure_others(plan, only, (release, works[0], makes), results)


def _measure_others(
    plan: Plan, only: frozenset[str], setting: tuple[Data, Work, list[Make]], results: Results
) -> None:
    release, lookups, makes = setting
    if not only or "pages" in only:
        with _noting("pages", results):
            results.pages = measure_pages(makes[0], release, lookups.requests, plan.visits)
    for make in makes:
        if not only or "deaths" in only:
            with _noting(f"{make.name}, queries of death", results):
                results.deaths.append(measure_deaths(make, release, lookups, plan.limit))
        if not only or "crowd" in only:
            with _noting(f"{make.name}, idle and slow connections", results):
                results.crowds.append(measure_crowd(make, release, lookups, _CROWD, plan.seconds))
    if not only or "builds" in only:
        say("kg build")
        results.builds = measure_builds(plan.builds, FOLDER / "builds")


@contextmanager
def _noting(what: str, results: Results) -> Iterator[None]:
    """Say ``what`` is measured; a server that does not start or bear it is noted, and the run goes on."""
    say(what)
    try:
        yield
    except (ServerError, ValueError) as error:
        results.notes.append(f"{what}: {error}")


def _chosen(works: Sequence[Work], only: frozenset[str]) -> list[Work]:
    return [work for work in works if not only or work.key in only]


def _release(results: Results) -> Data:
    settings = read_settings()
    made = build(settings)
    results.sizes["release"] = sum(made.graphs.values())
    return Data("release", settings.release, FOLDER / "run", is_release=True)


def _large(plan: Plan, release: Data, results: Results) -> Data:
    path = FOLDER / "large.nq"
    say(f"generating {plan.triples:,} triples")
    FOLDER.mkdir(parents=True, exist_ok=True)
    results.sizes["large graph"] = write(release.path, path, plan.triples, SEED)
    return Data("large graph", path, FOLDER / "run")


def _makes(results: Results) -> list[Make]:
    makes = []
    for found in (ours(), *find_peers()):
        if isinstance(found, Missing):
            say(f"not here: {found.name}, because {found.reason}")
            results.missing[found.name] = found.reason
        else:
            makes.append(found)
            results.servers[found.name] = f"{found.version}: {found.note}"
    return makes


def report_path(plan: Plan, only: Sequence[str]) -> Path:
    """Return where the page of a run goes: into the documents only when it is whole."""
    whole = plan is FULL and not only
    return ROOT / "docs" / "benchmarks.md" if whole else FOLDER / "benchmarks.md"
