"""Keep answers by what was asked, within a number of bytes, and tell clients that have them already."""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.sparql import Answer, Question

_OVERHEAD = 1000  # bytes that an entry takes beside its bodies, about


@dataclass(slots=True)
class Entry:
    """An answer, the same compressed once somebody has asked for that, and headers of its own."""

    answer: Answer
    gzipped: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return _OVERHEAD + len(self.answer.body) + len(self.gzipped or b"")


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

    def compress(self, key: str, entry: Entry, gzipped: bytes) -> None:
        """Keep the compressed body of ``entry`` beside it, if it is still here."""
        if self._entries.get(key) is entry:
            self.drop(key)
            entry.gzipped = gzipped
            self.keep(key, entry)

    def drop(self, key: str) -> None:
        """Forget what is kept under ``key``."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.size -= entry.size


def key_of(release: str, question: Question) -> str:
    """Return what an answer is kept under: release, query, data set and what was said of the format."""
    data = question.dataset
    asked = (release, question.query, data.default, data.named, question.accept, question.format)
    return hashlib.blake2b(repr(asked).encode(), digest_size=16).hexdigest()


def has_already(if_none_match: str | None, etag: str) -> bool:
    """Tell whether a client that sends ``if_none_match`` (RFC 9110 §13.1.2) has the answer of ``etag``."""
    return if_none_match is not None and etag in (part.strip() for part in if_none_match.split(","))
