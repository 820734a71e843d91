"""What a server grants: one table of limits with their help, for environment, command line, TOML and docs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kg.errors import ToolError


def _limit(default: int, help: str, *, least: int = 1) -> Any:
    return field(default=default, metadata={"help": help, "least": least})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server. Each is a setting: ``time`` is ``KG_TIME`` and ``kg serve --time``."""

    time: int = _limit(30, "Seconds until an answer must be ready, waiting included; a request may ask less.")
    bytes: int = _limit(1 << 30, "Bytes of an answer.")
    rows: int = _limit(0, "Rows of an answer, or triples; 0 does not count.", least=0)
    sending: int = _limit(15, "Seconds to send a request in, and to take the next part of an answer in.")
    holding: int = _limit(60, "Seconds, all in all, that a large answer may wait for its client to take it.")
    length: int = _limit(1 << 20, "Bytes of a request: its query string, or its body.")
    depth: int = _limit(100, "Brackets nested in a query.")
    chain: int = _limit(1000, "Keywords and operators in a query.")
    memory: int = _limit(1 << 30, "Bytes that a worker may use over what the release takes.", least=32 << 20)
    workers: int = _limit(4, "Worker processes. All but one may be slow; while they are, there are two more.")
    waiting: int = _limit(256, "Requests that wait for a worker; one more is turned away.", least=0)
    rate: int = _limit(0, "Queries a minute from one client address; 0 does not count.", least=0)
    cache: int = _limit(64 << 20, "Bytes of answers kept in memory; 0 keeps none.", least=0)


DEFAULTS = Limits()
#: What an answer may be when the one who asks has the data: as large as it comes.
UNLIMITED = Limits(bytes=(1 << 63) - 1)


def limit_help() -> dict[str, str]:
    """Return the help of each limit by name, its environment variable and default included."""
    return {f.name: f"{f.metadata['help']} [{variable(f.name)}, {f.default}]" for f in fields(Limits)}


def limit_meaning() -> dict[str, str]:
    """Return in a sentence what each limit holds down, by name."""
    return {f.name: f.metadata["help"] for f in fields(Limits)}


def variable(name: str) -> str:
    """Return the environment variable of the limit ``name``."""
    return f"KG_{name.upper()}"


def check_limits(values: Mapping[str, object], said: Callable[[str], str]) -> dict[str, int]:
    """Return ``values``, limits by name as numbers or text, as numbers.

    Raises ToolError for what is no limit; ``said`` gives how the reader wrote a name, such as ``KG_TIME``.
    """
    return {name: _number(name, value, said(name)) for name, value in values.items()}


def _number(name: str, value: object, said: str) -> int:
    known = next((f for f in fields(Limits) if f.name == name), None)
    if known is None:
        raise ToolError(f"{said}: there is no such limit: choose from {', '.join(limit_help())}")
    least: int = known.metadata["least"]
    text = str(value)
    if not (text.isascii() and text.isdecimal()) or int(text) < least:
        raise ToolError(f"{said}={text} is not a whole number of at least {least}: give one")
    return int(text)
