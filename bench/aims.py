"""The aims, as bench/aims.toml states them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.makes import HERE


@dataclass(frozen=True, slots=True)
class Aims:
    """Least ratios by work and peer; most seconds to start; p95, lateness and processes under deaths.

    ``made`` and ``kept``: most seconds of a page that must be made, and of one that is kept.
    """

    ratios: Mapping[tuple[str, str], float]
    start: float
    p95: float
    late: float
    left: int
    made: float
    kept: float


def read_aims(path: Path = HERE / "aims.toml") -> Aims:
    """Return the aims in ``path``."""
    table = tomllib.loads(path.read_text("utf-8"))
    ratios = {(ratio["work"], ratio["peer"]): float(ratio["least"]) for ratio in table["ratio"]}
    deaths, pages = table["deaths"], table["pages"]
    return Aims(
        ratios,
        table["start"]["seconds"],
        *(deaths["p95"], deaths["late"], deaths["left"]),
        *(pages["made"], pages["kept"]),
    )
