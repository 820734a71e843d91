"""Works on all servers side by side: started afresh, warmed, then measured in rounds, one after the other."""

import http.client
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count

from bench.answers import Table, difference, read_answer
from bench.load import Sample, send
from bench.makes import Data, Make, say
from bench.results import Difference, Memory, Results, StartUp, Timing
from bench.servers import Server, ServerError, ask, running
from bench.works import Request, Work

_TURNS = count(1)  # no two runs of wrk send the same numbers
_OK = 200
_SLOW = 0.5  # seconds of an answer from which on
_FEW = 2  # connections are enough
_REST = 0.25  # seconds
_AT_REST = 0.02  # seconds of processor time at most meanwhile: two ticks of the kernel's clock


@dataclass(frozen=True, slots=True)
class Rounds:
    """How long is measured: rounds, seconds of each, seconds to warm up, and the slowest answer worth it."""

    rounds: int
    seconds: float
    warm: float
    slowest: float = 3.0
    patience: float = 60.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Which servers are measured, on what, and how long."""

    data: Data
    makes: Sequence[Make]
    rounds: Rounds


def measure_works(works: Sequence[Work], trial: Trial, results: Results, *, afresh: bool) -> None:
    """Add to ``results`` how fast the servers of ``trial`` do each of ``works``.

    ``afresh``: start the servers anew for each work, else once for all.
    """
    for group in [[work] for work in works] if afresh or not works else [list(works)]:
        with ExitStack() as stack:
            servers = start_all(trial, results, stack)
            for work in group:
                able = [s for s in servers if s.make.name in (work.makes or {s.make.name})]
                _measure(work, trial, able, results)


def start_all(trial: Trial, results: Results, stack: ExitStack) -> list[Server]:
    """Return the servers of ``trial`` that start; ``stack`` ends them."""
    servers = []
    data = trial.data.name
    for make in trial.makes:
        try:
            server = stack.enter_context(running(make, trial.data))
        except ServerError as error:
            results.notes.append(f"{data}: {error}")
            say(str(error))
            continue
        servers.append(server)
        results.starts.append(StartUp(data, make.name, server.starting, server.loading))
    return servers


def _measure(work: Work, trial: Trial, servers: Sequence[Server], results: Results) -> None:
    data = trial.data.name
    say(f"{data}: {work.name}")
    _compare(work, trial, servers, results)
    ready: dict[int, float] = {}
    for server in servers:
        seconds, fault = _alone(server, work, trial.rounds)
        if fault:
            results.timings.append(Timing(data, work.name, server.make.name, note=fault))
        elif seconds > trial.rounds.slowest:
            results.timings.append(Timing(data, work.name, server.make.name, alone=seconds))
        else:
            ready[server.port] = seconds
    able = [server for server in servers if server.port in ready]
    for server in servers:
        _await_rest(server, work, trial, results)
    hits = {server.port: cache_hits(server) for server in able}
    samples = _interleave(work, trial, able, ready, results)
    for server in able:
        taken, fault = samples[server.port]
        few = f"{_FEW} connections" if ready[server.port] > _SLOW else ""
        results.timings.append(Timing(data, work.name, server.make.name, tuple(taken), note=fault or few))
        if work.key.endswith("lookup"):
            results.memory.append(Memory(data, server.make.name, server.memory))
        was, now = hits[server.port], cache_hits(server)
        if work.distinct and was is not None and now is not None and now > was:
            results.notes.append(f"{work.name}: {now - was:.0f} answers came from a cache all the same")


def _interleave(
    work: Work, trial: Trial, servers: Sequence[Server], alone: Mapping[int, float], results: Results
) -> dict[int, tuple[list[Sample], str]]:
    """Return by port the samples of each server, taken in turn (A B C A B C …), and what stopped it.

    ``alone``: the seconds that one answer took, by port.
    """
    rounds = trial.rounds
    taken: dict[int, list[Sample]] = {server.port: [] for server in servers}
    faults = {server.port: "" for server in servers}
    for turn in range(-1, rounds.rounds):
        for server in servers:
            if faults[server.port]:
                continue
            took = alone[server.port]
            seconds = max(rounds.seconds if turn >= 0 else rounds.warm, 4 * took)
            fewer = _FEW if took > _SLOW else None
            try:
                sample = send(server, work, seconds, next(_TURNS), trial.data.folder, connections=fewer)
                _settle(server, rounds.patience)
                _await_rest(server, work, trial, results)
            except (ValueError, ServerError) as error:
                faults[server.port] = str(error)
                continue
            if turn >= 0:
                taken[server.port].append(sample)
            if not server.alive:
                faults[server.port] = f"it ended by itself with {server.process.returncode}"
    return {port: (taken[port], faults[port]) for port in taken}


def _settle(server: Server, patience: float) -> None:
    """Return when ``server`` is done with what wrk left it, lest it disturbs the next. Raises ServerError."""
    try:
        server.get(ask("ASK {}") + str(next(_TURNS)), timeout=patience)
    except (OSError, http.client.HTTPException) as error:
        raise ServerError(f"still busy {patience:.0f} s later ({error or type(error).__name__})") from error


def _await_rest(server: Server, work: Work, trial: Trial, results: Results) -> None:
    """Return when ``server`` computes no more: compilers and collectors go on when all is answered."""
    until = time.perf_counter() + trial.rounds.patience
    before = server.computed
    while time.perf_counter() < until:
        time.sleep(_REST)
        now = server.computed
        if now - before <= _AT_REST:
            return
        before = now
    note = f"{trial.data.name}, {work.name}: {server.make.name} never rested while others were measured"
    if note not in results.notes:
        results.notes.append(note)


def _alone(server: Server, work: Work, rounds: Rounds) -> tuple[float, str]:
    """Return the seconds of one answer, the second of two unless the first was slow, and what failed."""
    took = 0.0
    request = work.requests[0]
    target = request.target + ("0" if work.distinct else "")
    for _ in range(2):
        began = time.perf_counter()
        try:
            status, _body = server.get(target, request.accept, rounds.patience)
        except (OSError, http.client.HTTPException) as error:
            return 0.0, f"no answer in {rounds.patience:.0f} s ({error or type(error).__name__})"
        took = time.perf_counter() - began
        if status != _OK:
            return 0.0, f"answered {status}"
        if took > rounds.slowest:
            break
    return took, ""


def _compare(work: Work, trial: Trial, servers: Sequence[Server], results: Results) -> None:
    """Add to ``results`` the requests of ``work`` that the servers answer otherwise than the first does."""
    for number, request in enumerate(work.checked, 1):
        expected: Table | None = None
        for server in servers:
            found = _answer(server, request, trial.rounds.patience)
            how = (
                found if isinstance(found, str) else None if expected is None else difference(expected, found)
            )
            if how:
                name = f"{number}" if len(work.checked) > 1 else ""
                results.differences.append(
                    Difference(trial.data.name, work.name, server.make.name, name, how)
                )
            if expected is None and not isinstance(found, str):
                expected = found


def _answer(server: Server, request: Request, patience: float) -> Table | str:
    try:
        status, body = server.get(request.target, request.accept, patience)
        return read_answer(body) if status == _OK else f"answered {status}"
    except (OSError, http.client.HTTPException) as error:
        return f"no answer in {patience:.0f} s ({error or type(error).__name__})"
    except ValueError as error:
        return str(error)


def cache_hits(server: Server) -> float | None:
    """Return how many answers of ours came from its cache; None of a server that does not tell."""
    try:
        status, body = server.get("/metrics", "text/plain", 5.0)
    except (OSError, http.client.HTTPException):
        return None
    found = re.search(rb"^kg_cache_hits_total (\S+)$", body, re.MULTILINE)
    return float(found.group(1)) if status == _OK and found else None
