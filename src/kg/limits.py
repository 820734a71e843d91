"""What a server grants: one table of limits with their help, for environment, command line, TOML and docs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from kg.errors import ToolError


def _limit(default: int, help: str, *, least: int = 1) -> Any:
    return field(default=default, metadata={"help": help, "least": least})


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server. Each is a setting: ``time`` is ``KG_TIME`` and ``kg serve --time``."""

    time: int = _limit(30, "Seconds until an answer must be ready, waiting included; a request may ask less.")
    bytes: int = _limit(64 << 20, "Bytes of an answer.")
    length: int = _limit(1 << 20, "Bytes of a request: its query string, or its body.")
    depth: int = _limit(100, "Brackets nested in a query.")
    chain: int = _limit(1000, "Keywords and operators in a query.")
    memory: int = _limit(1 << 30, "Bytes that a worker may use over what the release takes.", least=32 << 20)
    workers: int = _limit(4, "Worker processes. All but one may be busy with slow queries.")
    waiting: int = _limit(256, "Requests that wait for a worker; one more is turned away.", least=0)
    rate: int = _limit(0, "Queries a minute from one client address; 0 does not count.", least=0)
    cache: int = _limit(64 << 20, "Bytes of answers kept in memory; 0 keeps none.", least=0)


DEFAULTS = Limits()


def limit_help() -> dict[str, str]:
    """Return the help of each limit by name, its environment variable and default included."""
    return {f.name: f"{f.metadata['help']} [{variable(f.name)}, {f.default}]" for f in fields(Limits)}


def limit_meaning() -> dict[str, str]:
    """Return in a sentence what each limit holds down, by name."""
    return {f.name: f.metadata["help"] for f in fields(Limits)}


def variable(name: str) -> str:
    """Return the environment variable of the limit ``name``."""
    return f"KG_{name.upper()}"


def make_limits(values: Mapping[str, object], where: str) -> Limits:
    """Return the limits that ``values`` sets, by name, as numbers or text, and the defaults for the rest.

    Raises ToolError, which names ``where`` (a format for the name, such as ``KG_{}``), for what is no limit.
    """
    return Limits(**{name: _number(name, value, where) for name, value in values.items()})


def _number(name: str, value: object, where: str) -> int:
    known = next((f for f in fields(Limits) if f.name == name), None)
    if known is None:
        raise ToolError(f"{where.format(name)}: no such limit; there are {', '.join(limit_help())}")
    least: int = known.metadata["least"]
    text = str(value)
    if not (text.isascii() and text.isdecimal()) or int(text) < least:
        raise ToolError(f"{where.format(name)}={text} is not a whole number of at least {least}")
    return int(text)
