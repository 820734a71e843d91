"""What a run of the bench found, as plain data: written by the measures, read by the report."""

from dataclasses import dataclass, field

from bench.load import Sample


@dataclass(frozen=True, slots=True)
class Timing:
    """A work on a server: a sample each round, or, when one answer took too long, that alone in seconds."""

    data: str
    work: str
    make: str
    samples: tuple[Sample, ...] = ()
    alone: float | None = None
    note: str = ""

    @property
    def rates(self) -> tuple[float, ...]:
        """Good answers a second, round by round."""
        if self.alone is not None:
            return (1 / self.alone,)
        return tuple(sample.rate for sample in self.samples)


@dataclass(frozen=True, slots=True)
class StartUp:
    """Seconds from the start to the first answer, and before it for loading by a tool of the server's own."""

    data: str
    make: str
    seconds: float
    loading: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes that a server's processes took after the lookups."""

    data: str
    make: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Difference:
    """An answer of ``make`` that is not that of the first server."""

    data: str
    work: str
    make: str
    query: str
    how: str


@dataclass(frozen=True, slots=True)
class Deaths:
    """Ten queries of death at once, and the lookups meanwhile.

    ``before`` and ``during`` are the lookups without and with them; ``answers`` the status (0: none came) and
    seconds of each; ``limit`` the seconds that a query may take.
    """

    make: str
    limit: int
    before: Sample
    during: Sample
    answers: tuple[tuple[int, float], ...]
    ending: float
    killed: bool
    left: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """Idle and slow connections, and the lookups meanwhile; ``open`` of ``asked`` were there at the end."""

    make: str
    asked: int
    open: int
    before: Sample
    during: Sample


@dataclass(frozen=True, slots=True)
class Builds:
    """Seconds of `kg build` as a process: from nothing, with nothing changed, with a claim added."""

    scratch: tuple[float, ...]
    unchanged: tuple[float, ...]
    claim: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Seconds of a page: as the first thing that a server is asked, made later on, and kept.

    ``meanwhile`` are those of the slowest lookup each time that the page is made.
    """

    page: str
    started: list[float] = field(default_factory=list)
    made: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Results:
    """All that a run found."""

    mode: str
    date: str
    machine: str
    load: float
    wrk: str
    servers: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    timings: list[Timing] = field(default_factory=list)
    starts: list[StartUp] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    deaths: list[Deaths] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    builds: Builds | None = None
    pages: list[PageTimes] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    stolen: float = 0.0  # share of the processors' time that machines beside a virtual one took
