"""What travels between the web process, the nursery and the workers, as bytes. Pure.

A frame is the lengths of a head and a body, the head in JSON, the body as it is.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Answer, DatasetChoice, Question

#: Before each frame: bytes of the head, bytes of the body.
LENGTHS = struct.Struct(">IQ")
#: An order to the nursery, or its news: what, and a process or a signal.
ORDER = struct.Struct(">cii")
FORK, FORK_ABROAD, KILL, SLOW = b"F", b"A", b"K", b"S"
FORKED, DIED = b"f", b"d"
Kind = Literal["SourceError", "ToolError"]


@dataclass(frozen=True, slots=True)
class Source:
    """What to serve: the file of a release, or any RDF files; from ``folder`` on disk, or from memory."""

    paths: tuple[str, ...]
    is_release: bool
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """What a nursery is told at its birth. ``control`` is its end of the socket to the web process.

    ``services``: the other endpoints that a query may ask (kg.services), none when it is empty.
    """

    source: Source
    union: bool
    limits: Limits
    control: int
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a nursery holds: an identifier of the content, and when it was written (seconds since 1970)."""

    id: str
    modified: float


def write_frame(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Return a frame."""
    encoded = json.dumps(head).encode()
    return LENGTHS.pack(len(encoded), len(body)) + encoded + body


def write_question(question: Question, seconds: float) -> bytes:
    """Return ``question`` as a frame, with the time that the worker has for it."""
    return write_frame({**asdict(question), "seconds": seconds})


def read_question(head: bytes) -> Question:
    """Return the question that write_question wrote."""
    fields = json.loads(head)
    dataset = DatasetChoice(**{kind: tuple(graphs) for kind, graphs in fields.pop("dataset").items()})
    return Question(**fields, dataset=dataset)


def write_reply(reply: Answer | QueryError) -> bytes:
    """Return an answer, or why there is none, as a frame."""
    if isinstance(reply, Answer):
        head = {"media_type": reply.media_type, "form": reply.form, "stable": reply.stable}
        return write_frame(head, reply.body)
    return write_frame(
        {
            "message": str(reply),
            "status": reply.status,
            "code": reply.code,
            "line": reply.line,
            "column": reply.column,
        }
    )


def read_reply(head: bytes, body: bytes) -> Answer:
    """Return the answer that write_reply wrote, or raise the QueryError."""
    fields = json.loads(head)
    if "message" in fields:
        raise QueryError(fields.pop("message"), **fields)
    return Answer(body, **fields)


def write_charge(charge: Charge) -> str:
    """Return ``charge`` as a word of a command line."""
    return json.dumps(asdict(charge))


def read_charge(word: str) -> Charge:
    """Return the charge that write_charge wrote."""
    fields = json.loads(word)
    source = Source(**{**fields["source"], "paths": tuple(fields["source"]["paths"])})
    limits, services = Limits(**fields["limits"]), tuple(fields["services"])
    return Charge(source, fields["union"], limits, fields["control"], services)


def write_loaded(loaded: Loaded) -> bytes:
    """Return the nursery's first news: that it has loaded what it serves."""
    return write_frame(asdict(loaded))


def write_failed(message: str, kind: Kind) -> bytes:
    """Return the nursery's first and last news: why it cannot load what it should serve."""
    return write_frame({"message": message, "kind": kind})
