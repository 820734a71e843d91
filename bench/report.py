"""Write what a run found as Markdown. The first server is ours; ratios are ours to each other's."""

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from bench.aims import Aims
from bench.load import Sample
from bench.results import Deaths, Results, Timing

_NOTHING = 0.05  # seconds: a data base that was there already

_HEAD = """# Our server beside others

<!-- written by `make bench`: do not edit -->

`make bench` starts our server and others on the same data and the same cores, sends them the same
requests with [wrk](https://github.com/wg/wrk) (Debian: `apt-get install wrk`), and writes this page. It
takes about half an hour. `make bench BENCH=--quick` tries all in some minutes, `make bench
BENCH='--only lookup'` measures one part (`--help` names them); both leave this page alone and write
`build/bench/benchmarks.md`. Oxigraph and rdflib-endpoint are installed into `build/bench/` from PyPI
(`bench/peers.txt`), Fuseki from Maven (`bench/fuseki/pom.xml`; needs Java and mvn, and is left out
without). The aims stand in `bench/aims.toml`. `python -m bench.generate FILE --triples N --seed N`
writes the large graph by itself: more reports in the shape of the release.
"""
_HOW = """Each server is started afresh for each work (on the large graph: once), the answers are compared,
then it is warmed; after that each is measured in turn, round after round, once the one before has come to
rest. A figure is the median of the rounds, with the least and the most in brackets; a ratio is the median of
the ratios within the rounds.
wrk has one thread and eight connections, and shares the cores with the servers. *Not cached*: no request
is sent twice (a number in a comment). *Zipf mix*: the queries of `queries/`, the n-th
an n-th as often as the first. Requests are GETs that accept SPARQL JSON; only answers with status 200
count.
"""


def write_report(results: Results, aims: Aims) -> str:
    """Return the page."""
    parts = [_HEAD, _surroundings(results), _HOW]
    for data in results.sizes:
        if any(timing.data == data for timing in results.timings):
            size = results.sizes[data]
            parts += [
                f"## Speed on the {data} ({size:,} triples)\n",
                _ratios(results, aims, data),
                _rates(results, data),
                _latencies(results, data),
            ]
    parts += [_differences(results), _starts(results, aims), _pages(results, aims), _memory(results)]
    parts += [_deaths(results, aims), _crowd(results), _builds(results), _notes(results)]
    return "\n".join(part for part in parts if part)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is text, the others are set to the right."""
    lines = ["| " + " | ".join(columns) + " |", "|---|" + "---:|" * (len(columns) - 1)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([*lines, ""])


def spread(values: Sequence[float], write: Callable[[float], str], unit: str = "") -> str:
    """Return the median of ``values``, and in brackets the least and the most when there are several."""
    if not values:
        return "–"
    middle = write(median(values)) + unit
    return f"{middle} ({write(min(values))}–{write(max(values))})" if len(values) > 1 else middle


def figure(value: float) -> str:
    """Return ``value`` with three digits that tell, at most two of them after the point."""
    if value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"


def ratios_of(ours: Timing, theirs: Timing) -> list[float]:
    """Return ours to theirs, round by round; of the medians when they were not measured in rounds alike."""
    mine, other = ours.rates, theirs.rates
    if not mine or not other or not all(other):
        return []
    if len(mine) == len(other):
        return [a / b for a, b in zip(mine, other, strict=True)]
    return [median(mine) / median(other)]


def _surroundings(results: Results) -> str:
    lines = [
        f"Measured on {results.date}, {results.mode}, in {results.seconds / 60:.0f} minutes.",
        "",
        f"- Machine: {results.machine}; load average at the start {results.load:.2f};"
        f" machines beside it took {results.stolen:.1%} of its processors' time (steal).",
        f"- wrk {results.wrk}",
    ]
    lines += [f"- {name} {version}" for name, version in results.servers.items()]
    lines += [f"- not here: {name}, because {reason}" for name, reason in results.missing.items()]
    if results.load > 1:
        lines += ["", "**Other processes wanted the cores at the start: the figures are noisy.**"]
    return "\n".join([*lines, ""])


def _makes(results: Results) -> list[str]:
    return list(results.servers)


def _find(results: Results, data: str, work: str, make: str) -> Timing | None:
    found = (t for t in results.timings if (t.data, t.work, t.make) == (data, work, make))
    return next(found, None)


def _works(results: Results, data: str) -> list[str]:
    return list(dict.fromkeys(timing.work for timing in results.timings if timing.data == data))


def _ratios(results: Results, aims: Aims, data: str) -> str:
    ours, *peers = _makes(results)
    first = next(iter(results.sizes))
    rows = []
    for work in _works(results, data):
        mine = _find(results, data, work, ours)
        row = [work]
        for peer in peers:
            theirs = _find(results, data, work, peer)
            values = ratios_of(mine, theirs) if mine and theirs else []
            aim = aims.ratios.get((work, peer)) if data == first else None
            row.append(spread(values, figure, "×") + _held(values, aim))
        rows.append(row)
    if not rows or not peers:
        return ""
    head = f"Good answers a second, {ours} to each other; the aim beside it, ✓ where the median reaches it.\n"
    return head + "\n" + table(["work", *(f"to {peer}" for peer in peers)], rows)


def _held(values: Sequence[float], aim: float | None) -> str:
    if aim is None:
        return ""
    return f", aim {aim:g}× {_mark(median(values) >= aim)}" if values else f", aim {aim:g}×"


def _mark(reached: bool) -> str:
    return "✓" if reached else "✗"


def _seconds(value: float) -> str:
    return f"{value:.2f}"


def _rates(results: Results, data: str) -> str:
    rows = []
    for work in _works(results, data):
        found = [_find(results, data, work, make) for make in _makes(results)]
        rows.append([work, *(_rate(timing) for timing in found)])
    return "Good answers a second.\n\n" + table(["work", *_makes(results)], rows)


def _rate(timing: Timing | None) -> str:
    if timing is None:
        return "–"
    if timing.alone is not None:
        return f"one takes {timing.alone:.1f} s"
    bad = sum(sample.refused + sample.broken + sample.late for sample in timing.samples)
    faults = [timing.note] if timing.note else []
    faults += [f"{bad:,} failed"] if bad else []
    return "; ".join([spread(timing.rates, figure), *faults]) if timing.samples else timing.note or "–"


def _latencies(results: Results, data: str) -> str:
    rows = []
    for work in _works(results, data):
        found = [_find(results, data, work, make) for make in _makes(results)]
        cells = [
            " / ".join(figure(median(values) * 1000) for values in _p50_and_p95(t))
            if t and t.samples
            else "–"
            for t in found
        ]
        rows.append([work, *cells])
    return (
        "Milliseconds until the answer with eight connections: half are faster than / 95 of 100 are.\n\n"
        + table(["work", *_makes(results)], rows)
    )


def _p50_and_p95(timing: Timing) -> tuple[list[float], list[float]]:
    return [sample.p50 for sample in timing.samples], [sample.p95 for sample in timing.samples]


def _differences(results: Results) -> str:
    if not results.timings:
        return ""
    head = "## Are the answers equal?\n\nBefore timing, all servers' sorted answers are held against ours.\n"
    if not results.differences:
        return head + "All were equal.\n"
    rows = [[d.work, d.data, d.query, d.make, d.how] for d in results.differences]
    return head + "\n" + table(["work", "data", "query number", "server", "how it differs"], rows)


def _starts(results: Results, aims: Aims) -> str:
    ours = next(iter(results.servers), "")
    rows = []
    for data in results.sizes:
        for make in results.servers:
            found = [start for start in results.starts if (start.data, start.make) == (data, make)]
            if not found:
                continue
            seconds = [start.seconds for start in found]
            held = ""
            if make == ours and data == next(iter(results.sizes)):
                held = f", aim {aims.start:g} {_mark(median(seconds) <= aims.start)}"
            loading = [start.loading for start in found if start.loading > _NOTHING]
            rows.append([make, data, spread(seconds, _seconds) + held, spread(loading, _seconds)])
    if not rows:
        return ""
    head = "Seconds from the command to the first answer; what a tool loads beforehand stands apart."
    return f"## Start\n\n{head}\n\n" + table(["server", "data", "first answer", "loaded before"], rows)


def _pages(results: Results, aims: Aims) -> str:
    if not results.pages:
        return ""
    rows = [
        [
            page.page,
            _milliseconds(page.started, aims.made),
            _milliseconds(page.made, aims.made),
            _milliseconds(page.kept, aims.kept),
            _milliseconds(page.meanwhile),
        ]
        for page in results.pages
    ]
    head = (
        "Milliseconds until the whole page, in Chinese and English by turns: as the first thing\n"
        "that a server is asked; made for this visit later on; kept from a visit before. Beside them\n"
        "the slowest lookup (none asked twice, one after the other) while the page is made. Aims:\n"
        f"{aims.made * 1000:g} ms for a page that is made, {aims.kept * 1000:g} ms for one that is kept.\n\n"
    )
    columns = ["page", "just started", "made", "kept", "lookup meanwhile"]
    return "## Pages\n\n" + head + table(columns, rows)


def _milliseconds(seconds: Sequence[float], aim: float | None = None) -> str:
    held = f" {_mark(median(seconds) <= aim)}" if aim is not None and seconds else ""
    return spread([value * 1000 for value in seconds], figure) + held


def _memory(results: Results) -> str:
    rows = [[m.make, m.data, f"{m.bytes / 2**20:,.0f}"] for m in results.memory]
    if not rows:
        return ""
    return (
        "## Memory\n\nMiB of all processes after the lookups; what several share counts once (PSS).\n\n"
        + table(["server", "data", "MiB"], rows)
    )


def _deaths(results: Results, aims: Aims) -> str:
    if not results.deaths:
        return ""
    ours = next(iter(results.servers))
    limit = results.deaths[0].limit
    columns = ["server", "lookups/s before", "lookups/s meanwhile", "not 200", "p95 meanwhile"]
    columns += ["deaths answered", "the last after", "processes left"]
    rows = [_death(found, aims if found.make == ours else None) for found in results.deaths]
    return (
        "## Queries of death\n\nTen products of all triples with all, at once, from two clients, and lookups."
        f" A query may take {limit} s, where the server knows a limit.\n\n" + table(columns, rows)
    )


def _death(found: Deaths, aims: Aims | None) -> list[str]:
    during = found.during
    bad = during.refused + during.broken + during.late
    answered = [seconds for status, seconds in found.answers if status]
    statuses = sorted({status for status, _ in found.answers if status})
    last = max(answered, default=None)
    p95, late, left = _p95(during), f"{last:.2f} s" if last else "–", f"{found.left}"
    if aims:
        p95 += f", aim {aims.p95 * 1000:g} {_mark(during.p95 < aims.p95 and during.clean)}"
        in_time = len(answered) == len(found.answers) and last and last <= found.limit + aims.late
        late += f", aim {found.limit + aims.late:g} {_mark(bool(in_time))}"
        left += f", aim {aims.left} {_mark(found.left <= aims.left)}"
    ended = f" (had to be killed after {found.ending:.0f} s)" if found.killed else ""
    tell = f" ({', '.join(map(str, statuses))})" if statuses else ""
    return [
        *(found.make, figure(found.before.rate), figure(during.rate), f"{bad:,}", p95),
        *(f"{len(answered)} of {len(found.answers)}{tell}", late, left + ended),
    ]


def _p95(sample: Sample) -> str:
    return f"{sample.p95 * 1000:.1f} ms" if sample.requests else "none answered"


def _crowd(results: Results) -> str:
    if not results.crowds:
        return ""
    rows = [
        [
            c.make,
            f"{c.open:,} of {c.asked:,}",
            figure(c.before.rate),
            figure(c.during.rate),
            f"{c.during.refused + c.during.broken + c.during.late:,}",
            _p95(c.during),
        ]
        for c in results.crowds
    ]
    columns = ["server", "still open", "lookups/s before", "lookups/s meanwhile", "not 200", "p95 meanwhile"]
    return (
        "## Idle and slow connections\n\nHalf are silent, half send a byte of a request a second."
        "\n\n" + table(columns, rows)
    )


def _builds(results: Results) -> str:
    if results.builds is None:
        return ""
    kinds = [
        ("from nothing", results.builds.scratch),
        ("nothing changed", results.builds.unchanged),
        ("a claim added", results.builds.claim),
    ]
    rows = [[name, spread(seconds, _seconds)] for name, seconds in kinds]
    return "## Build\n\nSeconds of `kg build`, the whole process.\n\n" + table(["build", "seconds"], rows)


def _notes(results: Results) -> str:
    return "\n".join(["## Noted\n", *(f"- {note}" for note in results.notes), ""]) if results.notes else ""
