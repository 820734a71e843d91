"""The page of a thing: what it is, its figures and relations with their places, links, citation."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.namespaces import AII, BASE, DCTERMS, OWL, RDF, RDFS, SKOS, graph_iri
from kg.values import IRI, Blank, Text, Value
from kg.web.pages.about import find_about
from kg.web.pages.cite import Citation, cite
from kg.web.pages.claims import ROLES, Claim, Dispute, Link, find_claims
from kg.web.pages.held import Held, find_held
from kg.web.pages.layout import Alternate, Page
from kg.web.pages.place import has_own_page
from kg.web.pages.points import Point, find_point, without_point
from kg.web.pages.visit import Names, Row, Visit, pick_text

_MOST = 500
#: Graphs whose triples a page shows as claims, or need not show.
_SHOWN_AS_CLAIMS = frozenset(graph_iri(name) for name in ("claims", "facts", "inferred", "meta"))
_LINKS = graph_iri("links")
_HIDDEN = " ".join(f"<{iri}>" for iri in sorted(_SHOWN_AS_CLAIMS))
_OUT = f"""
SELECT ?property ?value ?graph {{
  $thing ?property ?value OPTIONAL {{ GRAPH ?graph {{ $thing ?property ?value }} }}
}} ORDER BY ?property ?value LIMIT {_MOST}
"""
_IN = f"""
SELECT ?property ?value {{
  ?value ?property $thing
  FILTER (!isBlank(?value))
  FILTER NOT EXISTS {{ VALUES ?graph {{ {_HIDDEN} }} GRAPH ?graph {{ ?value ?property $thing }} }}
}} ORDER BY ?property ?value LIMIT {_MOST}
"""
_CLAIMING = f"VALUES ?role {{ {' '.join(f'<{AII}{role}>' for role in ROLES)} }} ?claim ?role $thing"
_NAMING = (RDFS + "label", SKOS + "prefLabel")
_DEFINING = (SKOS + "definition", RDFS + "comment", DCTERMS + "description")
_SAME = frozenset(
    {
        *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
        "https://schema.org/sameAs",
        "http://schema.org/sameAs",
        "https://schema.org/url",
        OWL + "sameAs",
        RDFS + "seeAlso",
        "http://xmlns.com/foaf/0.1/homepage",
    }
)
#: Lists of things whose entries are known by what comes last in their addresses.
_LISTS: Final = {
    "http://www.wikidata.org/entity/": "Wikidata",
    "https://sws.geonames.org/": "GeoNames",
    "https://ror.org/": "ROR",
}
_IDENTICAL = (SKOS + "exactMatch", "https://schema.org/sameAs", "http://schema.org/sameAs", OWL + "sameAs")
_SAID = frozenset({*_NAMING, *_DEFINING, SKOS + "altLabel", AII + "translatedLabel", RDF + "type"})
#: Suffix of an address, and the media type of what it gives.
FORMATS: Final = (
    ("ttl", "text/turtle"),
    ("jsonld", "application/ld+json"),
    ("rdf", "application/rdf+xml"),
    ("nt", "application/n-triples"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A value that is not a claim's: a thing with a page, an address elsewhere, or a text."""

    text: Text
    address: str | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What a thing has under one property, or the claims in which it plays one role."""

    name: str
    address: str | None
    claims: tuple[Claim, ...] = ()
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing as its page shows it. ``same`` are the addresses of the same thing elsewhere."""

    iri: str
    name: Text
    other_names: tuple[Text, ...]
    translated: bool
    kinds: tuple[Link, ...]
    definition: Text | None
    figures: tuple[Claim, ...]
    relations: tuple[Group, ...]
    reverse: tuple[Group, ...]
    statements: tuple[Claim, ...]
    mentions: tuple[Group, ...]
    disputes: tuple[Dispute, ...]
    links: tuple[Group, ...]
    point: Point | None
    same: tuple[str, ...]
    others: tuple[Group, ...]
    others_reverse: tuple[Group, ...]
    held: Held | None
    citation: Citation


async def show_entity(visit: Visit, iri: str) -> Page | None:
    """Return the page of the thing called ``iri``, None when the release does not know it."""
    out, back, claims, held, about = await asyncio.gather(
        visit.ask(_OUT, thing=iri),
        visit.ask(_IN, thing=iri),
        find_claims(visit, _CLAIMING, thing=iri),
        find_held(visit, iri),
        find_about(visit, iri),
    )
    if not (out or back or claims):
        return None
    names = await visit.name(_things(iri, [*out, *back]))
    entity = _Maker(visit, iri, names).make(out, back, claims, held)
    words = visit.words("entity")
    kinds = words["and"].join(str(kind.name) for kind in entity.kinds)
    says = entity.definition or words["description"].format(name=entity.name, kind=kinds)
    return Page(
        "entity",
        str(entity.name),
        str(says),
        entity,
        alternates=formats_of(visit, iri),
        about=about or _say(entity, visit.place.address),
    )


def formats_of(visit: Visit, iri: str) -> tuple[Alternate, ...]:
    """Return the formats in which what is said of ``iri`` can be had."""
    place = visit.place
    if not has_own_page(iri):
        query = f"DESCRIBE <{iri}>"
        return tuple(Alternate(m, f".{s}", place.to("/sparql", query=query, format=m)) for s, m in FORMATS)
    path = "/" + iri.removeprefix(BASE)
    return tuple(Alternate(media, f".{suffix}", f"{place.root}{path}.{suffix}") for suffix, media in FORMATS)


def _things(iri: str, rows: Iterable[Row]) -> set[str]:
    terms = (term for row in rows for term in (row["property"], row["value"]))
    return {iri, *(str(term) for term in terms if isinstance(term, IRI))}


@dataclass(frozen=True, slots=True)
class _Maker:
    visit: Visit
    iri: str
    names: Names

    def make(
        self, out: Sequence[Row], back: Sequence[Row], claims: Sequence[Claim], held: Held | None
    ) -> Entity:
        """Return the thing with all that is said of it."""
        facts: dict[str, list[Value]] = {}
        linked: dict[str, list[Value]] = {}
        plain: dict[str, list[Value]] = {}
        for row in out:
            property_ = str(row["property"])
            facts.setdefault(property_, []).append(row["value"])
            if property_ in _SAME or row.get("graph") == _LINKS:
                linked.setdefault(property_, []).append(row["value"])
            elif property_ not in _SAID and str(row.get("graph")) not in _SHOWN_AS_CLAIMS:
                plain.setdefault(property_, []).append(row["value"])
        reverse: dict[str, list[Value]] = {}
        for row in back:
            reverse.setdefault(str(row["property"]), []).append(row["value"])
        own = [c for c in claims if c.subject and c.subject.iri == self.iri]
        rest = [c for c in claims if not (c.subject and c.subject.iri == self.iri)]
        objects = [c for c in rest if c.object and c.object.iri == self.iri]
        others = [c for c in rest if not (c.object and c.object.iri == self.iri)]
        name = pick_text([v for p in _NAMING for v in facts.get(p, ())], self.visit.place.language)
        name = name or self.names[self.iri]
        return Entity(
            iri=self.iri,
            name=name,
            other_names=tuple(self._other_names(facts, name)),
            translated=any(
                isinstance(t, Text) and t.language == name.language
                for t in facts.get(AII + "translatedLabel", ())
            ),
            kinds=tuple(self._kinds(out)),
            definition=pick_text([v for p in _DEFINING for v in facts.get(p, ())], self.visit.place.language),
            figures=tuple(sorted((c for c in own if c.kind == "quantity"), key=_by_property)),
            relations=tuple(_grouped(c for c in own if c.kind in ("relation", "literal"))),
            reverse=tuple(_grouped(objects)),
            statements=tuple(c for c in own if c.kind not in ("quantity", "relation", "literal")),
            mentions=tuple(self._mentions(others)),
            disputes=tuple(_disputes(own)),
            links=tuple(self._groups(without_point(linked), elsewhere=True)),
            point=find_point(linked, self.visit.place.language),
            same=tuple(str(v) for p in _IDENTICAL for v in linked.get(p, ()) if str(v).startswith("http")),
            others=tuple(self._groups(plain)),
            others_reverse=tuple(self._groups(reverse)),
            held=held,
            citation=cite(self.visit.view, self.iri, str(name)),
        )

    def _other_names(self, facts: Mapping[str, list[Value]], name: Text) -> Iterable[Text]:
        found = {name}
        for value in (v for p in (*_NAMING, SKOS + "altLabel") for v in facts.get(p, ())):
            if isinstance(value, str) and not isinstance(value, IRI) and value not in found:
                found.add(value if isinstance(value, Text) else Text(value))
                yield value if isinstance(value, Text) else Text(value)

    def _kinds(self, out: Sequence[Row]) -> Iterable[Link]:
        types = [row for row in out if row["property"] == RDF + "type" and isinstance(row["value"], IRI)]
        inferred = graph_iri("inferred")
        stated = [row for row in types if row.get("graph") != inferred] or types
        for iri in dict.fromkeys(str(row["value"]) for row in stated):
            yield Link(iri, self.names[iri], self.visit.place.to("/browse", kind=iri))

    def _mentions(self, claims: Sequence[Claim]) -> Iterable[Group]:
        words = self.visit.words("claim")
        for role in ("scope", "inMarket", "period", "attributedTo", "comparedWith", "denominator"):
            found = [
                claim
                for claim in claims
                if any(r == role and link.iri == self.iri for r, links in claim.qualifiers for link in links)
            ]
            if found:
                yield Group(words[role], None, tuple(found))
        rest = [c for c in claims if not any(k.iri == self.iri for _, links in c.qualifiers for k in links)]
        if rest:
            yield Group("", None, tuple(rest))

    def _groups(self, values: Mapping[str, list[Value]], *, elsewhere: bool = False) -> Iterable[Group]:
        """Yield the values by property; those of ``elsewhere`` lead off this site."""
        for property_, found in values.items():
            items = tuple(self._item(value, elsewhere) for value in dict.fromkeys(found))
            known = property_ in self.names.found  # what nothing is said of has no page
            yield Group(
                self.names[property_], self.visit.place.link(property_) if known else None, items=items
            )

    def _item(self, value: Value, elsewhere: bool) -> Item:
        if isinstance(value, IRI):
            outside = elsewhere and value.startswith(("http://", "https://")) and not value.startswith(BASE)
            name = self.names.found.get(value) or Text(_called(value) if outside else self.names[value])
            return Item(name, value if outside else self.visit.place.link(value), outside)
        if isinstance(value, Blank):
            return Item(Text("[ … ]"))
        return Item(value if isinstance(value, Text) else Text(str(value)))


def _called(address: str) -> str:
    """Return what an address elsewhere is called: ``Wikidata Q170247`` where it is in a known list."""
    for start, name in _LISTS.items():
        if address.startswith(start):
            return f"{name} {address.removeprefix(start).strip('/')}"
    return address


def _grouped(claims: Iterable[Claim]) -> Iterable[Group]:
    groups: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=_by_property):
        groups.setdefault(claim.property.iri if claim.property else "", []).append(claim)
    for found in groups.values():
        link = found[0].property
        yield Group(link.name if link else "", link.address if link else None, tuple(found))


def _by_property(claim: Claim) -> tuple[str, str, str]:
    periods = [link.iri for role, links in claim.qualifiers if role == "period" for link in links]
    return str(claim.property.name) if claim.property else "", "".join(periods), claim.iri


def _disputes(claims: Iterable[Claim]) -> Iterable[Dispute]:
    found = {dispute.link.iri: dispute for claim in claims for dispute in claim.disputes}
    return sorted(found.values(), key=lambda dispute: (not dispute.open, dispute.link.iri))


def _say(entity: Entity, address: str) -> dict[str, Any]:
    """Return what schema.org's words say of any thing, for one that the view of the graph does not know."""
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Thing",
        "@id": entity.iri,
        "name": str(entity.name),
        "url": address,
    }
    if entity.other_names:
        about["alternateName"] = [str(name) for name in entity.other_names]
    if entity.definition:
        about["description"] = str(entity.definition)
    return about | ({"sameAs": list(entity.same)} if entity.same else {})
