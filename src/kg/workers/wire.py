"""What travels between the web process, the nursery and the workers, as bytes. Pure.

A frame is the lengths of a head and a body and a number, the head in JSON, the body as it is. Heads are few:
what they say is kept, for a question and its answer pass here each time.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Answer, DatasetChoice, Form, Question

#: Before each frame: bytes of the head, bytes of the body, and a number, NONE when there is none: the
#: milliseconds that a question has, or the rows of an answer.
LENGTHS = struct.Struct(">IQq")
NONE = -1
Frame = tuple[bytes, bytes, int]
#: An order to the nursery, or its news: what, and a process or a signal.
ORDER = struct.Struct(">cii")
FORK, FORK_ABROAD, KILL, SLOW = b"F", b"A", b"K", b"S"
FORKED, DIED = b"f", b"d"
Kind = Literal["SourceError", "ToolError"]

_MORE, _LAST = b'{"more": true}', b'{"more": false}'
_SHORT = 1000  # bytes of a head that is worth keeping


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


def write_frame(head: bytes, body: bytes = b"", number: int = NONE) -> bytes:
    """Return a frame."""
    return LENGTHS.pack(len(head), len(body), number) + head + body


#: From a worker: it knows what is withdrawn.
RECEIPT = write_frame(b"")


def write_withdrawal(count: int) -> bytes:
    """Return as a frame, to a worker: of the last ``count`` questions, answer none that is not begun."""
    return write_frame(b"", number=count)


def is_of_withdrawal(frame: Frame) -> bool:
    """Tell whether a frame withdraws questions, or acknowledges that, rather than asks or answers one."""
    return not frame[0]


def take_frame(buffer: bytearray) -> Frame | None:
    """Return the first frame of ``buffer`` and remove it there; None until it is whole."""
    if len(buffer) < LENGTHS.size:
        return None
    head, body, number = LENGTHS.unpack_from(buffer)
    begin = LENGTHS.size + head
    end = begin + body
    if len(buffer) < end:
        return None
    frame = bytes(buffer[LENGTHS.size : begin]), bytes(buffer[begin:end]), number
    del buffer[:end]
    return frame


def write_question(question: Question, seconds: float) -> bytes:
    """Return ``question`` as a frame, with the time that the worker has for it, in whole milliseconds."""
    write = _write_terms.__wrapped__ if question.dataset.given else _write_terms
    head = write(question.accept, question.format, question.own, question.dataset)
    return write_frame(head, question.query.encode("utf-8", "surrogatepass"), max(1, int(seconds * 1000)))


def read_question(head: bytes, body: bytes, number: int) -> Question:
    """Return the question that write_question wrote."""
    read = _read_terms if len(head) < _SHORT else _read_terms.__wrapped__
    accept, format, own, dataset = read(head)
    query = body.decode("utf-8", "surrogatepass")
    return Question(query, accept=accept, format=format, dataset=dataset, seconds=number / 1000, own=own)


@lru_cache(maxsize=256)
def _write_terms(accept: str | None, format: str | None, own: bool, dataset: DatasetChoice) -> bytes:
    return json.dumps([accept, format, own, dataset.default, dataset.named]).encode()


@lru_cache(maxsize=256)
def _read_terms(head: bytes) -> tuple[str | None, str | None, bool, DatasetChoice]:
    accept, format, own, default, named = json.loads(head.decode())
    return accept, format, own, DatasetChoice(tuple(default), tuple(named))


def write_answer(answer: Answer, *, more: bool = False) -> bytes:
    """Return an answer as a frame; ``more``: its body goes on in further frames."""
    head = _write_kind(answer.media_type, answer.form, answer.stable, more)
    return write_frame(head, answer.body, answer.rows)


@lru_cache(maxsize=256)
def _write_kind(media_type: str, form: Form, stable: bool, more: bool) -> bytes:
    return json.dumps({"media_type": media_type, "form": form, "stable": stable, "more": more}).encode()


def write_piece(body: bytes, rows: int | None = None) -> bytes:
    """Return a further piece of an answer's body as a frame; the last one tells the ``rows`` of the whole."""
    return write_frame(_MORE if rows is None else _LAST, body, NONE if rows is None else rows)


def write_fault(error: QueryError) -> bytes:
    """Return why there is no answer, or no more of it, as a frame."""
    place = {"line": error.line, "column": error.column}
    fault = {"message": str(error), "status": error.status, "code": error.code, **place}
    return write_frame(json.dumps({"fault": fault}).encode())


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an answer: ``head`` as written, a piece of the body, whether there is more, the rows."""

    head: Mapping[str, Any]
    body: bytes
    more: bool
    rows: int

    @property
    def answer(self) -> Answer:
        """What the first frame told: the answer, or its first piece."""
        head = self.head
        return Answer(self.body, head["media_type"], head["form"], head["stable"], self.rows)


def read_reply(head: bytes, body: bytes, number: int) -> Reply:
    """Return what write_answer or write_piece wrote, or raise the QueryError of write_fault."""
    fields = _read_head(head) if len(head) < _SHORT else _read_head.__wrapped__(head)
    if "fault" in fields:
        fault = dict(fields["fault"])
        raise QueryError(fault.pop("message"), **fault)
    return Reply(fields, body, fields["more"], number)


@lru_cache(maxsize=256)
def _read_head(head: bytes) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = json.loads(head.decode())
    return fields


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
    return write_frame(json.dumps(asdict(loaded)).encode())


def write_failed(message: str, kind: Kind) -> bytes:
    """Return the nursery's first and last news: why it cannot load what it should serve."""
    return write_frame(json.dumps({"message": message, "kind": kind}).encode())
