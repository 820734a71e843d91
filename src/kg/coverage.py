"""Find what a report prints and no claim covers, and claims that name what their passage does not.

Forward: every number, date, quoted title and Latin-letter name in the canonical text. A number or date is
covered by a printed form of a claim at that very place; a title or name by a label of something that a claim
of the passage names, and so is a number inside such a label (the 910 of a chip's name is no figure).
Backward: a claim's subject and object have a label in the passage or its context (headings, table head and
caption, the passage's own reference), or the object is what the claim prints, or the claim says how they were
inferred.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, Quad, Triple

from kg.canonical import Passage, Span, canonicalise
from kg.citations import Printed, read_printed
from kg.errors import SourceError
from kg.namespaces import AII, RDFS, SKOS
from kg.passages import Source

_NUMERAL = "一二两三四五六七八九十百千万亿"
_TOKENS = (
    ("date", re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|底|初|上半年|下半年)?")),
    ("title", re.compile(r"《[^《》]+》|“[^“”]+”")),
    ("name", re.compile(r"[A-Za-z][A-Za-z0-9.&/\-]*(?: [A-Za-z][A-Za-z0-9.&/\-]*)*")),
    (
        "number",
        re.compile(
            r"\d+(?:[.,]\d+)*[万亿千百]*[%+]?"
            rf"|第[{_NUMERAL}]+|[{_NUMERAL}]+分之[{_NUMERAL}]+|[{_NUMERAL}]+(?=[个大家项种年倍类名位届批代款])"
        ),
    ),
)
_NAMING = tuple(
    AII + name
    for name in (
        *("subject", "object", "property", "period", "inMarket", "scope", "denominator", "comparedWith"),
        *("attributedTo", "unit", "topic"),
    )
)
_COLUMNS = ("offset", "printed", "reason")
_LABELS = (RDFS + "label", SKOS + "altLabel", AII + "symbol", AII + "text")


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """Something printed that asks to be covered: offset (code points), kind, text, the passage's name."""

    offset: int
    kind: str
    text: str
    passage: str

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.offset + len(self.text)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One occurrence that needs no claim: its offset, what is printed, and why; ``place`` is file:line.

    A long text is given by its beginning and “…”: no sentence of a report is stored.
    """

    offset: int
    text: str
    reason: str
    place: str

    def excuses(self, token: "Token") -> bool:
        """Tell whether this is the occurrence that ``token`` is."""
        begins = self.text.endswith("…") and token.text.startswith(self.text[:-1])
        return token.offset == self.offset and (begins or token.text == self.text)


@dataclass(frozen=True, slots=True)
class Unfounded:
    """A claim whose subject or object has no label in the passage or its context, and no inference note."""

    claim: str
    term: str
    passage: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is printed and not covered, exclusions that exclude nothing, and claims that name the unnamed."""

    tokens: int
    uncovered: tuple[Token, ...]
    excluded: int
    idle: tuple[Exclusion, ...]
    unfounded: tuple[Unfounded, ...]

    def __str__(self) -> str:
        """Return the result in a line."""
        covered = self.tokens - len(self.uncovered) - self.excluded
        return (
            f"{self.tokens} numbers, dates, titles and names: {covered} covered, "
            f"{self.excluded} excluded with a reason, {len(self.uncovered)} uncovered; "
            f"{len(self.idle)} idle exclusions; {len(self.unfounded)} claims name what their passage does not"
        )

    @property
    def complete(self) -> bool:
        """True when nothing is left to do."""
        return not (self.uncovered or self.idle or self.unfounded)


def measure(
    triples: Iterable[Triple | Quad], source: Source, canonical: str, exclusions: Sequence[Exclusion]
) -> Coverage:
    """Hold the ``canonical`` text of ``source`` and the claims in ``triples`` against each other."""
    known = list(triples)
    tokens = [token for passage in source.passages for token in find_tokens(passage, canonical)]
    covered = _Cover(known, source, canonical)
    open_ = [token for token in tokens if not covered.covers(token)]
    left = [token for token in open_ if not any(e.excuses(token) for e in exclusions)]
    idle = [e for e in exclusions if not any(e.excuses(token) for token in open_)]
    unfounded = sorted(covered.unfounded(), key=lambda u: (u.passage, u.claim, u.term))
    return Coverage(len(tokens), tuple(left), len(open_) - len(left), tuple(idle), tuple(unfounded))


def find_tokens(passage: Passage, canonical: str) -> list[Token]:
    """Return what in ``passage`` asks to be covered, in text order; running heads ask nothing."""
    if passage.kind == "running-head":
        return []
    name = passage.iri.rsplit("/", 1)[-1]
    found = []
    for span in passage.ranges:
        text = canonical[span.start : span.end]
        taken: list[Span] = []  # by names and dates: the 8 of INT8 and the 6 of 2021年6月 are no numbers
        for kind, form in _TOKENS:
            for match in form.finditer(text):
                here = Span(*match.span())
                if kind == "number" and any(t.start <= here.start and here.end <= t.end for t in taken):
                    continue
                if kind in ("name", "date"):
                    taken.append(here)
                found.append(Token(span.start + here.start, kind, match.group(), name))
    return sorted(found)


def parse_exclusions(text: str, file: str) -> list[Exclusion]:
    """Return what a tab-separated list says (offset, printed, reason); SourceError gives file:line."""
    exclusions = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = line.split("\t")
        if not line or line.startswith("#") or tuple(cells) == _COLUMNS:
            continue
        if (
            len(cells) != len(("offset", "printed", "reason"))
            or not cells[0].isdigit()
            or not cells[2].strip()
        ):
            raise SourceError(f"{file}:{number}: give offset, printed form and reason, parted by tabs")
        exclusions.append(Exclusion(int(cells[0]), cells[1], cells[2], f"{file}:{number}"))
    return exclusions


_Graph = Mapping[str, Mapping[str, Sequence[str]]]


def _index(triples: Iterable[Triple | Quad]) -> _Graph:
    graph: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        value = triple.object.value if isinstance(triple.object, Literal) else str(triple.object).strip("<>")
        graph[str(triple.subject).strip("<>")][triple.predicate.value].append(value)
    return graph


def _of_one_table(name: str, other: str) -> bool:
    """Tell whether ``other`` is the caption, head or source line of the table or figure of ``name``."""
    stem = name.partition("-")[0]
    return other in (f"{stem}-caption", f"{stem}-head", f"{stem}-source")


class _Cover:
    """What the claims of each passage cover: spans of printed forms and of labels."""

    def __init__(self, triples: Sequence[Triple | Quad], source: Source, canonical: str) -> None:
        graph = self._graph = _index(triples)
        self._text = canonical
        self._passages = {passage.iri: passage for passage in source.passages}
        self._claims = [
            (iri, node, passage)
            for iri, node in graph.items()
            for passage in node.get(AII + "statedIn", ())
            if passage in self._passages
        ]
        self._printed = self._find_printed(read_printed(triples))
        self._named = self._find_named()

    def covers(self, token: Token) -> bool:
        """Tell whether a printed form (numbers, names) or a label (names, numbers inside them) covers it."""
        if token.kind == "title":
            inner = Span(token.offset + 1, token.end - 1)
        else:
            inner = Span(token.offset, token.end)
        spans = (*self._printed[token.passage], *self._named[token.passage])
        return any(span.start <= inner.start and inner.end <= span.end for span in spans)

    def unfounded(self) -> Iterator[Unfounded]:
        """Yield each claim's subject or object that its passage and context do not name."""
        for iri, node, passage in self._claims:
            if node.get(AII + "inferenceNote"):
                continue
            context = self._context(self._passages[passage])
            roles = ("subject",) if node.get(AII + "printed") else ("subject", "object")
            for role in roles:
                for term in node.get(AII + role, ()):
                    if not any(self._occurs(label, context) for label in self._labels(term)):
                        yield Unfounded(iri, term, passage)

    def _occurs(self, label: str, context: str) -> bool:
        return canonicalise(label).casefold() in context

    def _context(self, passage: Passage) -> str:
        """Return the text of the passage, its headings, and its table's caption and head, case folded."""
        name = passage.iri.rsplit("/", 1)[-1]
        section = self._graph[passage.iri].get(AII + "section", [""])[0]
        parts = [passage]
        for other in self._passages.values():
            theirs = self._graph[other.iri].get(AII + "section", [""])[0]
            above = section == theirs or section.startswith(theirs + ".")
            if (other.kind == "heading" and above) or _of_one_table(name, other.iri.rsplit("/", 1)[-1]):
                parts.append(other)
        own = self._graph[passage.iri].get(RDFS + "label", ())
        return "\n".join([*own, *(self._text[s.start : s.end] for p in parts for s in p.ranges)]).casefold()

    def _labels(self, term: str) -> list[str]:
        node = self._graph.get(term, {})
        return [label for kind in _LABELS for label in node.get(kind, ())]

    def _find_printed(self, forms: Iterable[Printed]) -> Mapping[str, list[Span]]:
        spans: dict[str, list[Span]] = defaultdict(list)
        for printed in forms:
            if printed.passage in self._passages:
                spans[printed.passage.rsplit("/", 1)[-1]] += self._spans_of(printed)
        return spans

    def _spans_of(self, printed: Printed) -> Iterator[Span]:
        for offset in printed.offsets:
            for form in printed.forms:
                if self._text.startswith(form, offset):
                    yield Span(offset, offset + len(form))

    def _find_named(self) -> Mapping[str, list[Span]]:
        labels: dict[str, set[str]] = defaultdict(set)
        for _, node, passage in self._claims:
            labels[passage] |= {canonicalise(text) for text in node.get(AII + "text", ())}
            for role in _NAMING:
                for term in node.get(role, ()):
                    labels[passage] |= {canonicalise(label) for label in self._labels(term)}
        spans: dict[str, list[Span]] = defaultdict(list)
        for iri, known in labels.items():
            for span in self._passages[iri].ranges:
                text = self._text[span.start : span.end]
                spans[iri.rsplit("/", 1)[-1]] += [
                    Span(match.start() + span.start, match.end() + span.start)
                    for label in sorted(known)
                    for match in re.finditer(re.escape(label), text, re.IGNORECASE)
                ]
        return spans
