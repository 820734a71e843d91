"""Browse: the tree of classes with how many things each has."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.namespaces import AII, RDFS, graph_iri
from kg.web.pages.claims import Link
from kg.web.pages.layout import Page
from kg.web.pages.table import show_table
from kg.web.pages.visit import Names, Visit

_COUNTS = "SELECT ?class (COUNT(*) AS ?count) { ?thing a ?class FILTER (isIRI(?class)) } GROUP BY ?class"
_GRAPHS = """
SELECT ?class ?graph (COUNT(*) AS ?count) { GRAPH ?graph { ?thing a ?class } } GROUP BY ?class ?graph
"""
_PARENTS = f"SELECT ?class ?parent {{ ?class <{RDFS}subClassOf> ?parent FILTER (isIRI(?parent)) }}"
_ASIDE = frozenset(graph_iri(name) for name in ("ontology", "alignments", "shapes", "meta", "queries"))
_INFERRED = graph_iri("inferred")


@dataclass(frozen=True, slots=True)
class Kind:
    """A class in the tree: how many things it has, those of its subclasses among them."""

    link: Link
    count: int
    below: "tuple[Kind, ...]"


@dataclass(frozen=True, slots=True)
class Tree:
    """The classes of the release: those of things first, then those of what is said of them."""

    kinds: tuple[Kind, ...]


async def show_browse(visit: Visit) -> Page | None:
    """Return the tree, or with ``?kind=`` the table of that class; None when it has no things."""
    kind = dict(visit.place.parameters).get("kind")
    return await _show_tree(visit) if kind is None else await show_table(visit, kind)


async def _show_tree(visit: Visit) -> Page:
    all_counts, by_graph, above = await asyncio.gather(*map(visit.ask, (_COUNTS, _GRAPHS, _PARENTS)))
    counts = Counter({str(row["class"]): _whole(row["count"]) for row in all_counts})
    inferred = Counter[str]()
    for row in by_graph:
        if row["graph"] in _ASIDE:
            counts[str(row["class"])] -= _whole(row["count"])
        elif row["graph"] == _INFERRED:
            inferred[str(row["class"])] += _whole(row["count"])
    stated = {kind for kind, count in counts.items() if count > inferred[kind]}
    parents: dict[str, set[str]] = {}
    for row in above:
        if _space(str(row["class"])) == _space(str(row["parent"])):
            parents.setdefault(str(row["class"]), set()).add(str(row["parent"]))
    shown = _with_ancestors(stated, parents)
    forest = _Forest(visit, await visit.name(shown), counts, parents, frozenset(shown))
    roots = forest.grow((kind for kind in shown if not parents.get(kind, set()) & shown), frozenset())
    words = visit.words("browse")
    first = sorted(roots, key=lambda kind: kind.link.iri != AII + "Entity")
    return Page("browse", words["title"], words["description"], Tree(tuple(first)))


@dataclass(frozen=True, slots=True)
class _Forest:
    visit: Visit
    names: Names
    counts: Mapping[str, int]
    parents: Mapping[str, set[str]]
    shown: frozenset[str]

    def grow(self, level: Iterable[str], above: frozenset[str]) -> list[Kind]:
        """Return the kinds of one level, the largest first, each with those below it.

        ``above`` are those that it stands under, where a circle of subclasses ends.
        """
        found = []
        for iri in level:
            path = above | {iri}
            below = [k for k in self.shown if iri in self.parents.get(k, ()) and k not in path]
            link = Link(iri, self.names[iri], self.visit.place.to("/browse", kind=iri))
            found.append(Kind(link, self.counts.get(iri, 0), tuple(self.grow(below, path))))
        return sorted(found, key=lambda kind: (-kind.count, kind.link.iri))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _space(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


def _with_ancestors(kinds: set[str], parents: Mapping[str, set[str]]) -> set[str]:
    found, left = set(kinds), list(kinds)
    while left:
        new = parents.get(left.pop(), set()) - found
        found |= new
        left += new
    return found
