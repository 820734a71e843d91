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
    data = question.dataset
    head = {"query": question.query, "accept": question.accept, "format": question.format}
    return write_frame(
        {**head, "own": question.own, "seconds": seconds, "default": data.default, "named": data.named}
    )


def read_question(head: bytes) -> Question:
    """Return the question that write_question wrote."""
    fields = json.loads(head.decode())
    dataset = DatasetChoice(default=tuple(fields.pop("default")), named=tuple(fields.pop("named")))
    return Question(**fields, dataset=dataset)


def write_answer(answer: Answer, *, more: bool = False) -> bytes:
    """Return an answer as a frame; ``more``: its body goes on in further frames."""
    head = {"media_type": answer.media_type, "form": answer.form, "stable": answer.stable}
    return write_frame({**head, "rows": answer.rows, "more": more}, answer.body)


def write_piece(body: bytes, rows: int | None = None) -> bytes:
    """Return a further piece of an answer's body as a frame; the last one tells the ``rows`` of the whole."""
    return write_frame({"more": rows is None, "rows": rows}, body)


def write_fault(error: QueryError) -> bytes:
    """Return why there is no answer, or no more of it, as a frame."""
    place = {"line": error.line, "column": error.column}
    return write_frame({"message": str(error), "status": error.status, "code": error.code, **place})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an answer: ``head`` as written, a piece of the body, and whether there is more."""

    head: Mapping[str, Any]
    body: bytes
    more: bool

    @property
    def answer(self) -> Answer:
        """What the first frame told: the answer, or its first piece."""
        return Answer(self.body, **self.head)


def read_reply(head: bytes, body: bytes) -> Reply:
    """Return what write_answer or write_piece wrote, or raise the QueryError of write_fault."""
    fields = json.loads(head.decode())
    if "message" in fields:
        raise QueryError(fields.pop("message"), **fields)
    more = fields.pop("more")
    return Reply(fields, body, more)


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
