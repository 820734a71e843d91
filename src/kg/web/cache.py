"""Keep answers by what was asked, within a number of bytes, and tell clients that have them already."""

import hashlib
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kg.negotiation import outcomes
from kg.sparql import Answer, Question

# Bytes, about, that Python takes for each beside the bodies.
_ENTRY, _READY, _ALIAS = 1000, 3000, 300
_MOST_ALIASES = 64


@dataclass(frozen=True, slots=True)
class Ready:
    """A response (200) as it is sent: its header fields, its body, and the end of its line of the log.

    ``path``: what was asked for it.
    """

    fields: bytes
    body: bytes
    path: str
    said: str


@dataclass(eq=False, slots=True)
class Entry:
    """An answer, the same in each content coding that somebody has asked for, and headers of its own.

    ``ready``: its responses by coding; ``aliases``: the requests that are known to ask for it.
    """

    answer: Answer
    coded: dict[str, bytes] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    ready: dict[str | None, Ready] = field(default_factory=dict)
    aliases: deque[bytes] = field(default_factory=deque)

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        bodies = len(self.answer.body) + sum(map(len, self.coded.values()))
        return _ENTRY + bodies + _READY * len(self.ready) + _ALIAS * len(self.aliases)


class AnswerCache:
    """Answers by key, the least recently used leaving first. ``hits`` and ``misses`` count look-ups.

    A request as it comes off the wire can be an alias: whoever sends it again is answered before it is read.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = self.hits = self.misses = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._aliases: dict[bytes, tuple[str, str | None]] = {}

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

    def __contains__(self, key: str) -> bool:
        """Tell whether something is kept under ``key``; counts nothing."""
        return key in self._entries

    def recall(self, alias: bytes) -> Ready | None:
        """Return the response to the request ``alias``, None when it is not known."""
        found = self._aliases.get(alias)
        if found is None:
            return None
        key, coding = found
        self.hits += 1
        self._entries.move_to_end(key)
        return self._entries[key].ready[coding]

    def keep(self, key: str, entry: Entry) -> None:
        """Keep ``entry`` unless it alone would fill a quarter; what is too much then leaves."""
        self.drop(key)
        self._entries[key] = entry
        self.size += entry.size
        self._shrink(key, entry)

    def add(self, key: str, entry: Entry, coding: str, body: bytes) -> None:
        """Keep ``body``, the answer of ``entry`` in ``coding``, beside it, if that is still here."""
        self._grow(key, entry, lambda: entry.coded.update({coding: body}))

    def remember(self, alias: bytes, key: str, entry: Entry, coding: str | None, ready: Ready) -> None:
        """Have ``ready`` recalled by ``alias``, if ``entry`` is still here."""

        def change() -> None:
            entry.ready.setdefault(coding, ready)
            if alias not in self._aliases:
                entry.aliases.append(alias)
            self._aliases[alias] = (key, coding)
            if len(entry.aliases) > _MOST_ALIASES:
                del self._aliases[entry.aliases.popleft()]

        self._grow(key, entry, change)

    def drop(self, key: str) -> None:
        """Forget what is kept under ``key``."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.size -= entry.size
            for alias in entry.aliases:
                del self._aliases[alias]

    def _grow(self, key: str, entry: Entry, change: Callable[[], None]) -> None:
        if self._entries.get(key) is entry:
            self.size -= entry.size
            change()
            self.size += entry.size
            self._shrink(key, entry)

    def _shrink(self, key: str, entry: Entry) -> None:
        if entry.size > self.most // 4:
            self.drop(key)
        while self.size > self.most:
            self.drop(next(iter(self._entries)))


def key_of(release: str, question: Question) -> str:
    """Return what an answer is kept under: release, query, data set, and what it would be written as."""
    data, written = question.dataset, outcomes(question.accept, question.format)
    asked = (release, question.query, data.default, data.named, written)
    return hashlib.blake2b(repr(asked).encode(), digest_size=16).hexdigest()


def has_already(if_none_match: str | None, etag: str) -> bool:
    """Tell whether a client that sends ``if_none_match`` (RFC 9110 §13.1.2) has the answer of ``etag``."""
    return if_none_match is not None and etag in (part.strip() for part in if_none_match.split(","))
