"""Count requests, and write the counts as Prometheus reads them (text format 0.0.4)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, float("inf"))


class Metrics:
    """Requests by kind and status, and how long they took."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._took: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()

    def count(self, kind: str, status: int, seconds: float, cut: str | None = None) -> None:
        """Count a request that was answered; ``cut``: why its answer broke off, if it did."""
        if cut is not None:
            self._cut[cut] += 1
        self._requests[kind, status] += 1
        self._seconds[kind] += seconds  # type: ignore[assignment] # a Counter sums what it is given
        self._took[kind, _BOUNDS[bisect_left(_BOUNDS, seconds)]] += 1

    def write(self, gauges: Mapping[str, tuple[str, float]], stopped: Mapping[str, int]) -> bytes:
        """Return all counts; ``gauges`` are numbers of now, by name, each with its help."""
        lines = ["# HELP kg_requests_total Requests answered.", "# TYPE kg_requests_total counter"]
        for (kind, status), number in sorted(self._requests.items()):
            lines.append(f'kg_requests_total{{kind="{kind}",code="{status}"}} {number}')
        lines += self._histogram()
        lines += _by_reason("kg_answers_cut_total", "Answers that broke off, by reason.", self._cut)
        lines += _by_reason("kg_workers_stopped_total", "Workers stopped or lost, by reason.", stopped)
        for name, (help, value) in gauges.items():
            kind = "counter" if name.endswith("_total") else "gauge"
            lines += [f"# HELP kg_{name} {help}", f"# TYPE kg_{name} {kind}", f"kg_{name} {value:g}"]
        return "\n".join([*lines, ""]).encode()

    def _histogram(self) -> Iterable[str]:
        yield "# HELP kg_request_seconds Time from a request's first byte to its answer's last."
        yield "# TYPE kg_request_seconds histogram"
        for kind in sorted({kind for kind, _ in self._requests}):
            total = 0
            for bound in _BOUNDS:
                total += self._took[kind, bound]
                limit = "+Inf" if bound == float("inf") else f"{bound:g}"
                yield f'kg_request_seconds_bucket{{kind="{kind}",le="{limit}"}} {total}'
            yield f'kg_request_seconds_sum{{kind="{kind}"}} {self._seconds[kind]:.6f}'
            yield f'kg_request_seconds_count{{kind="{kind}"}} {total}'


def _by_reason(name: str, help: str, numbers: Mapping[str, int]) -> list[str]:
    lines = [f"# HELP {name} {help}", f"# TYPE {name} counter"]
    return lines + [f'{name}{{reason="{reason}"}} {number}' for reason, number in sorted(numbers.items())]
