"""The reference of the ontology as a page in the reader's language, and its diagram."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.diagram import draw_classes, measure_diagram
from kg.namespaces import ONTOLOGY
from kg.reference import name_thing, name_unit, write_value
from kg.terms import QUERIES, Reference, Term, name_elsewhere, read_reference
from kg.values import IRI, shorten
from kg.web.pages.entity import FORMATS
from kg.web.pages.layout import Alternate, Page
from kg.web.pages.place import REFERENCE, Place
from kg.web.pages.visit import Visit
from kg.web.responses import Response

_PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads, nowhere if None; ``sign`` stands before it."""

    name: str
    address: str | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """An example as it is shown: the thing, what is said of it, how that is printed, and where."""

    subject: Link
    value: Link
    printed: str | None
    place: Link | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as it is shown. ``value`` is what a property leads to; ``facts`` are word and links each."""

    name: str
    label: str
    other: str
    texts: tuple[str, ...]
    value: Link | None
    count: int
    facts: tuple[tuple[str, tuple[Link, ...]], ...]
    sample: Sample | None
    depth: int = 0
    members: str | None = None
    data: str = ""
    properties: "tuple[Entry, ...]" = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Where the diagram is, and its size in pixels, so that the page keeps its place."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Book:
    """The page: its entries class by class, the properties of no single class, and how many there are."""

    classes: tuple[Entry, ...]
    rest: tuple[Entry, ...]
    properties: int
    picture: Picture


@dataclass(slots=True)
class Referring:
    """Shows the reference of the release that is served, and reads it once for each release."""

    release: str = ""
    reference: Reference | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def show(self, visit: Visit) -> Page | None:
        """Return the page; None where the data has no ontology of ours."""
        reference = await self.read(visit)
        if not reference.terms:
            return None
        words = visit.words("reference")
        book = await asyncio.to_thread(_Writer(reference, visit.place).write)
        alternates = [
            Alternate(media_type, suffix, f"{visit.place.root}/ontology.{suffix}")
            for suffix, media_type in FORMATS
        ]
        return Page("reference", words["title"], words["description"], book, alternates=alternates)

    async def draw(self, visit: Visit) -> Response | None:
        """Return the diagram; None where there is nothing to draw."""
        reference = await self.read(visit)
        if not reference.terms:
            return None
        svg = await asyncio.to_thread(draw_classes, reference)
        headers = {"content-security-policy": _PICTURE_POLICY, "cache-control": "public, no-cache"}
        return Response(200, svg.encode(), "image/svg+xml", {**visit.view.headers, **headers})

    async def read(self, visit: Visit) -> Reference:
        """Return the reference of the release that ``visit`` is to. Raises QueryError."""
        async with self.lock:
            if self.reference is None or self.release != visit.view.id:
                asked = await asyncio.gather(*map(visit.ask_once, QUERIES.values()))
                answers = dict(zip(QUERIES, asked, strict=True))
                self.reference = await asyncio.to_thread(read_reference, answers)
                self.release = visit.view.id
            return self.reference


@dataclass(frozen=True, slots=True)
class _Writer:
    reference: Reference
    place: Place

    def write(self) -> Book:
        classes = [entry for root in self.reference.roots for entry in self._climb(root, 0)]
        rest = [self._entry(term) for term in self.reference.properties_of(None)]
        count = len(self.reference.terms) - len(self.reference.classes)
        picture = Picture(self.place.to(REFERENCE + ".svg"), *measure_diagram(self.reference))
        return Book(tuple(classes), tuple(rest), count, picture)

    def _climb(self, term: Term, depth: int) -> Iterable[Entry]:
        yield self._entry(term, depth)
        for below in self.reference.order(term.below):
            yield from self._climb(below, depth + 1)

    def _entry(self, term: Term, depth: int = 0) -> Entry:
        tag = self.place.language
        texts = [texts[tag] for texts in (term.definitions, term.notes) if tag in texts]
        is_class = term.kind == "Class"
        return Entry(
            term.name,
            label=self.reference.name(term.iri, tag),
            other=self.reference.name(term.iri, "zh" if tag == "en" else "en"),
            texts=tuple(texts),
            value=None if is_class else self._value(term),
            count=term.count,
            facts=tuple((word, links) for word, links in self._facts(term) if links),
            sample=self._sample(term),
            depth=depth,
            data=self.place.to_data(term.iri),
            members=self.place.to("/browse", kind=term.iri) if is_class and term.count else None,
            properties=tuple(map(self._entry, self.reference.properties_of(term.iri))) if is_class else (),
        )

    def _facts(self, term: Term) -> Iterable[tuple[str, tuple[Link, ...]]]:
        yield "above", self._links(term.above)
        yield "inverse", self._links([term.inverse] if term.inverse else [])
        yield "chain", self._links(term.chain)
        yield "traits", tuple(Link(trait) for trait in term.traits)
        yield "stated", (Link(term.sort),) if term.sort else ()
        yield "disjoint", self._links(term.disjoint)
        yield "aligned", tuple(Link(name_elsewhere(iri), iri, _sign(how)) for how, iri in term.aligned)
        held = self.reference.shapes_of(term)
        yield "held", tuple(self._link(shape) for shape in held)

    def _links(self, iris: Sequence[str]) -> tuple[Link, ...]:
        return tuple(self._link(iri) for iri in iris)

    def _link(self, iri: str) -> Link:
        term = self.reference.terms.get(iri)
        if term is not None:
            return Link(self.reference.name(iri, self.place.language), f"#{term.name}")
        if iri in self.reference.names:
            return Link(name_thing(self.reference, iri, self.place.language), self.place.link(iri))
        return Link(shorten(iri))

    def _value(self, term: Term) -> Link | None:
        if term.unit is not None:
            named = name_unit(self.reference, term.unit, self.place.language)
            return Link(named, self.place.link(term.unit))
        return self._link(term.range) if term.range is not None else None

    def _sample(self, term: Term) -> Sample | None:
        example = term.example
        if example is None or example.subject.startswith(ONTOLOGY):
            return None
        language = self.place.language
        subject = Link(
            name_thing(self.reference, example.subject, language), self.place.link(example.subject)
        )
        leads = (isinstance(example.value, IRI) and self._link(example.value).address) or None
        value = Link(write_value(self.reference, term, example, language), leads)
        place = None if example.passage is None else self._link(example.passage)
        return Sample(subject, value, example.printed, place)


def _sign(how: str) -> str:
    if how.endswith(("subClassOf", "subPropertyOf")):
        return "⊑"
    return "≈" if how.endswith("closeMatch") else "=" if how.endswith("exactMatch") else "→"
