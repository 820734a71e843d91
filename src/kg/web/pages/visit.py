"""One visit to a page: where the reader is, and a way to ask the release. What each page is made from."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import RdfFormat, Triple, parse

from kg.namespaces import AII, DCTERMS, RDFS, SKOS
from kg.sparql import Answer, DatasetChoice, Question
from kg.values import IRI, Text, Value, can_write, shorten
from kg.web.language import read_words
from kg.web.memory import Memory
from kg.web.pages.place import Place
from kg.web.pages.rows import read_rows
from kg.web.view import Named, View

#: One row of an answer: the bound variables.
Row = Mapping[str, Value]

_QUICK_TO_READ = 1 << 15  # bytes, in a millisecond
_NAMES = f"""
SELECT ?thing ?label ?other ?symbol {{
  VALUES ?thing {{ %s }}
  {{ ?thing <{RDFS}label>|<{SKOS}prefLabel> ?label }} UNION {{ ?thing <{AII}symbol> ?symbol }}
  UNION {{ ?thing <{DCTERMS}title>|<http://xmlns.com/foaf/0.1/name>|<https://schema.org/name> ?other }}
}}
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader at ``place``; ``view`` is the release that is served, ``compute`` answers questions.

    ``turns``: how many of them at a time.
    """

    place: Place
    view: View
    compute: Callable[[Question], Awaitable[Answer]]
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def ask(self, query: str, **iris: str) -> Sequence[Row]:
        """Return the rows of a SELECT query, in which each ``$name`` stands for the IRI given by that name.

        Many are kept for the next visit. Raises QueryError as the workers do.
        """
        for name, iri in iris.items():
            query = query.replace(f"${name}", write_iri(iri))
        kept = self.view.rows.find(query)
        return await self._read(query, self.view.rows) if kept is None else kept

    async def ask_once(self, query: str) -> Sequence[Row]:
        """Return the rows of a SELECT query, of which nothing is kept. Raises QueryError as ``ask`` does."""
        return await self._read(query, None)

    async def _read(self, query: str, memory: Memory[str, Sequence[Row]] | None) -> Sequence[Row]:
        answer = await self._compute(query, "tsv")
        if len(answer.body) < _QUICK_TO_READ:
            return read_rows(answer.body)
        rows = await asyncio.to_thread(read_rows, answer.body)
        if memory is not None and answer.stable:
            memory.keep(query, rows, len(answer.body))
        return rows

    async def construct(self, query: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT query. Raises QueryError as the workers do."""
        answer = await self._compute(query, "nt")
        return [quad.triple for quad in parse(answer.body, RdfFormat.N_TRIPLES)]

    async def _compute(self, query: str, format: str) -> Answer:
        graphs = () if self.view.union else self.view.graphs
        dataset = DatasetChoice(default=graphs, named=graphs)
        async with self.turns:
            return await self.compute(Question(query, format=format, dataset=dataset, own=True))

    async def name(self, iris: Iterable[str]) -> "Names":
        """Return the names of these things in the reader's language."""
        language, known = self.place.language, self.view.names
        wanted = set(iris)
        named = {iri: kept for iri in wanted if (kept := known.find((language, iri))) is not None}
        new = sorted(iri for iri in wanted if iri not in named and can_write(iri))
        for iri, found in (await self._look_up(new) if new else {}).items():
            named[iri] = found
            known.keep((language, iri), found)
        names = {iri: name for iri, (name, _) in named.items() if name is not None}
        return Names(
            language, names, {iri: symbol for iri, (_, symbol) in named.items() if symbol is not None}
        )

    async def _look_up(self, iris: Sequence[str]) -> dict[str, Named]:
        rows = await self.ask_once(_NAMES % " ".join(f"<{iri}>" for iri in iris))
        language = self.place.language
        others = [{"thing": row["thing"], "label": row["other"]} for row in rows if "other" in row]
        names = {**pick_names(others, language), **pick_names(rows, language)}
        symbols = {str(row["thing"]): str(row["symbol"]) for row in rows if "symbol" in row}
        return {iri: (names.get(iri), symbols.get(iri)) for iri in iris}

    def words(self, page: str) -> Mapping[str, str]:
        """Return the words of ``page`` in the reader's language."""
        return read_words(page, self.place.language)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of things in one language; a well-known term without any has one of ours, else its shortened IRI.

    ``symbols`` are those of units.
    """

    language: str
    found: Mapping[str, Text]
    symbols: Mapping[str, str]

    def __getitem__(self, iri: str) -> Text:
        """Return the name of ``iri``."""
        found = self.found.get(iri)
        if found:
            return found
        short = shorten(iri)
        return Text(read_words("outside", self.language).get(short, short))


def pick_names(rows: Iterable[Row], language: str) -> dict[str, Text]:
    """Return a name for each ``thing`` of the rows: in ``language``, else untagged, else any."""
    best: dict[str, tuple[tuple[int, str], Text]] = {}
    for row in rows:
        label = row.get("label")
        if isinstance(label, IRI) or not isinstance(label, str):
            continue
        text = label if isinstance(label, Text) else Text(label)
        rank = (_rank(text.language, language), text)
        thing = str(row["thing"])
        if thing not in best or rank < best[thing][0]:
            best[thing] = (rank, text)
    return {thing: text for thing, (_, text) in best.items()}


def pick_text(texts: Iterable[Value], language: str) -> Text | None:
    """Return the text in ``language``, else without language, else any; None of none."""
    rows = [{"thing": IRI(""), "label": text} for text in texts]
    return pick_names(rows, language).get("")


def _rank(tag: str, language: str) -> int:
    if tag.partition("-")[0] == language:
        return 0
    return 2 if tag else 1


def write_iri(iri: str) -> str:
    """Return ``iri`` as it stands in a query. Raises ValueError for what cannot."""
    if not can_write(iri):
        raise ValueError(f"{iri!r} is no IRI")
    return f"<{iri}>"


def group(rows: Iterable[Row], key: str) -> Iterator[tuple[Value, list[Row]]]:
    """Yield the rows by the value of ``key``, in the order in which values first come."""
    groups: dict[Value, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    yield from groups.items()
