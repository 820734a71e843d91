"""Search by name: the page, and the index of the release's names, made once for each release."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kg.namespaces import ID, NAMING, RDF, graph_iri
from kg.readings import load_readings
from kg.values import IRI, Text, Value
from kg.web.pages.claims import Link
from kg.web.pages.index import Hit, Index, make_index
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit, group

_MOST_NAMES = 50_000
_MOST = 60
_LONGEST = 200
_NAMING = "|".join(f"<{iri}>" for iri in NAMING)
_LABELS = f"""
SELECT ?thing ?name {{
  ?thing {_NAMING} ?name
  FILTER (isIRI(?thing) && isLiteral(?name))
}} LIMIT {_MOST_NAMES}
"""
_KINDS = f"""
SELECT ?thing ?kind ?graph {{
  VALUES ?thing {{ %s }} ?thing <{RDF}type> ?kind
  OPTIONAL {{ GRAPH ?graph {{ ?thing <{RDF}type> ?kind }} }} FILTER (isIRI(?kind))
}}
"""
_INFERRED = graph_iri("inferred")


@dataclass(frozen=True, slots=True)
class Found:
    """A thing found: its name in the reader's language, the name that fits when it is another, its kinds."""

    link: Link
    other: Text | None
    kinds: tuple[Link, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """What was searched for and found, by kind, the kind of the best hit first."""

    query: str
    count: int
    groups: tuple[tuple[Link | None, tuple[Found, ...]], ...]


@dataclass(slots=True)
class Searching:
    """Searches the names of the release that is served; its index is made once for each release."""

    made: str = ""
    _index: Index | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def index(self, visit: Visit) -> Index:
        """Return the index of the release that ``visit`` is to. Raises QueryError."""
        async with self._turn:
            if self._index is None or self.made != visit.view.id:
                rows = await visit.ask_once(_LABELS)
                pairs = [(str(row["thing"]), _text(row["name"])) for row in rows]
                self._index = await asyncio.to_thread(_index, pairs, visit.view.readings)
                self.made = visit.view.id
            return self._index

    async def find(self, visit: Visit, query: str, most: int = _MOST) -> list[Found]:
        """Return what is called something like ``query``, the best first. Raises QueryError."""
        hits = (await self.index(visit)).search(query[:_LONGEST], most)
        return await _present(visit, hits)

    async def show(self, visit: Visit) -> Page:
        """Return the page with what ``?q=`` finds."""
        query = dict(visit.place.parameters).get("q", "").strip()
        found = await self.find(visit, query) if query else []
        words = visit.words("search")
        title = words["for"].format(query=query) if query else words["title"]
        results = Results(query, len(found), tuple(_by_kind(found)))
        return Page("search", title, words["description"], results, indexed=False)


def _index(names: Iterable[tuple[str, Text]], readings: Path | None) -> Index:
    return make_index(names, ID, {} if readings is None else load_readings(readings))


def _text(value: Value) -> Text:
    return value if isinstance(value, Text) else Text(str(value))


async def _present(visit: Visit, hits: Iterable[Hit]) -> list[Found]:
    found = list(hits)
    wanted = " ".join(f"<{hit.thing}>" for hit in found)
    rows = await visit.ask(_KINDS % wanted) if wanted else []
    kinds = {
        str(thing): [str(r["kind"]) for r in rs if r.get("graph") != _INFERRED]
        or [str(r["kind"]) for r in rs]
        for thing, rs in group(rows, "thing")
    }
    names = await visit.name({*(hit.thing for hit in found), *(k for ks in kinds.values() for k in ks)})

    def present(hit: Hit) -> Found:
        link = Link(hit.thing, names[hit.thing], visit.place.link(hit.thing))
        of = sorted(set(kinds.get(hit.thing, ())))
        links = tuple(Link(IRI(k), names[k], visit.place.to("/browse", kind=k)) for k in of)
        return Found(link, None if hit.name == link.name else hit.name, links, hit.score)

    return [present(hit) for hit in found]


def _by_kind(found: Iterable[Found]) -> Iterable[tuple[Link | None, tuple[Found, ...]]]:
    groups: dict[str, list[Found]] = {}
    for hit in found:
        groups.setdefault(hit.kinds[0].iri if hit.kinds else "", []).append(hit)
    for hits in groups.values():
        yield (hits[0].kinds[0] if hits[0].kinds else None), tuple(hits)
