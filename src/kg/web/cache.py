"""Keep answers by what was asked, within a number of bytes, and tell clients that have them already."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from kg.negotiation import outcomes
from kg.sparql import Answer, Question

_OVERHEAD = 1000  # bytes that an entry takes beside its bodies, about


@dataclass(slots=True)
class Entry:
    """An answer, and the same in each content coding that somebody has asked for."""

    answer: Answer
    coded: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return _OVERHEAD + len(self.answer.body) + sum(map(len, self.coded.values()))


class AnswerCache:
    """Answers by key, the least recently used leaving first. ``hits`` and ``misses`` count look-ups."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = self.hits = self.misses = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._entries)

    def find(self, key: str) -> Entry | None:
        """Return what is kept under ``key``, None when nothing is."""
        entry = self._entries.get(key)
        if entry is None:
            self.misses += 1
            return None
        self.hits += 1
        self._entries.move_to_end(key)
        return entry

    def keep(self, key: str, entry: Entry) -> None:
        """Keep ``entry`` unless it alone would fill a quarter; what is too much then leaves."""
        self.drop(key)
        if entry.size > self.most // 4:
            return
        self._entries[key] = entry
        self.size += entry.size
        while self.size > self.most:
            self.drop(next(iter(self._entries)))

    def add(self, key: str, entry: Entry, coding: str, body: bytes) -> None:
        """Keep ``body``, the answer of ``entry`` in ``coding``, beside it, if that is still here."""
        if self._entries.get(key) is entry:
            self.drop(key)
            entry.coded[coding] = body
            self.keep(key, entry)

    def drop(self, key: str) -> None:
        """Forget what is kept under ``key``."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.size -= entry.size


def key_of(release: str, question: Question) -> str:
    """Return what an answer is kept under: release, query, data set, and what it would be written as."""
    data, written = question.dataset, outcomes(question.accept, question.format)
    asked = (release, question.query, data.default, data.named, written)
    return hashlib.blake2b(repr(asked).encode(), digest_size=16).hexdigest()


def has_already(if_none_match: str | None, etag: str) -> bool:
    """Tell whether a client that sends ``if_none_match`` (RFC 9110 §13.1.2) has the answer of ``etag``."""
    return if_none_match is not None and etag in (part.strip() for part in if_none_match.split(","))
