"""Claims as pages show them: what is said of what, with its hedge, period, source and place in the report."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kg.namespaces import AII, RDF, VOC
from kg.values import IRI, Text, Value
from kg.web.pages.numbers import write_quantity
from kg.web.pages.spots import Spot, find_spots, say_where
from kg.web.pages.visit import Names, Row, Visit, pick_text

#: In what roles a claim may name a thing, those of a subject and an object first.
ROLES: Final = (
    "subject",
    "object",
    "scope",
    "inMarket",
    "period",
    "attributedTo",
    "comparedWith",
    "denominator",
    "unit",
    "modality",
    "bound",
    "topic",
    "property",
)
#: Qualifiers that name things, in the order in which they are shown.
_QUALIFIERS = ("period", "inMarket", "scope", "attributedTo", "comparedWith", "denominator")
_NOTES = ("inferenceNote", "note")
_MOST = 600
_CLAIMS = """
SELECT ?claim ?property ?value {
  { SELECT DISTINCT ?claim { %s } ORDER BY ?claim LIMIT %d }
  ?claim ?property ?value
}
"""
_DISPUTES = f"""
SELECT ?claim ?discrepancy ?status ?dropped {{
  VALUES ?claim {{ %s }} ?discrepancy <{AII}involves> ?claim ; <{AII}status> ?status
  BIND (EXISTS {{ ?discrepancy <{AII}prefers> ?other }}
    && NOT EXISTS {{ ?discrepancy <{AII}prefers> ?claim }} AS ?dropped)
}} ORDER BY ?discrepancy
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A thing as it is called, and where its page is."""

    iri: str
    name: Text
    address: str


@dataclass(frozen=True, slots=True)
class Where:
    """Where a claim is printed: in words, the passage's address, what to look for, the passage itself."""

    iri: str
    words: str
    address: str
    printed: str | None
    excerpt: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A discrepancy that a claim is involved in, whether it is open, and whether we go by another claim."""

    link: Link
    open: bool
    dropped: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as pages show it. ``kind`` is ``quantity``, ``relation``, ``text``, ``literal`` or empty.

    ``figure`` is its number with the unit, ``value`` the number itself; ``hedge`` is unset for what is exact,
    ``modality`` for what is simply reported. ``qualifiers`` are roles that limit it, with the things in them.
    """

    iri: str
    address: str
    label: str
    kind: str
    subject: Link | None
    property: Link | None
    object: Link | None
    value: Decimal | None
    unit: Link | None
    figure: str | None
    hedge: str | None
    text: Text | None
    topic: str | None
    modality: Link | None
    qualifiers: tuple[tuple[str, tuple[Link, ...]], ...]
    rank: str | None
    notes: tuple[Text, ...]
    where: tuple[Where, ...]
    disputes: tuple[Dispute, ...]


async def find_claims(visit: Visit, pattern: str, most: int = _MOST, **iris: str) -> list[Claim]:
    """Return the claims that ``pattern`` binds to ``?claim``, by IRI, at most ``most``. Raises QueryError."""
    facts: dict[str, dict[str, list[Value]]] = {}
    for row in await visit.ask(_CLAIMS % (pattern, most), **iris):
        claim = facts.setdefault(str(row["claim"]), {})
        claim.setdefault(str(row["property"]).removeprefix(AII), []).append(row["value"])
    passages = {str(p) for claim in facts.values() for p in claim.get("statedIn", ())}
    spots, disputes = await asyncio.gather(find_spots(visit, passages), _find_disputes(visit, facts))
    values = (v for claim in facts.values() for values in claim.values() for v in values)
    things = {str(value) for value in values if isinstance(value, IRI)}
    things |= {str(row["discrepancy"]) for rows in disputes.values() for row in rows}
    names = await visit.name(things)
    reader = _Reader(visit, names, spots, disputes)
    return await asyncio.to_thread(lambda: [reader.read(iri, claim) for iri, claim in facts.items()])


async def _find_disputes(visit: Visit, claims: Iterable[str]) -> dict[str, list[Row]]:
    wanted = " ".join(f"<{iri}>" for iri in claims)
    found: dict[str, list[Row]] = {}
    for row in await visit.ask(_DISPUTES % wanted) if wanted else []:
        found.setdefault(str(row["claim"]), []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns what the release says of a claim into what a page shows."""

    visit: Visit
    names: Names
    spots: Mapping[str, Spot]
    disputes: Mapping[str, list[Row]]
    links: dict[str, Link] = field(default_factory=dict)

    def read(self, iri: str, facts: Mapping[str, list[Value]]) -> Claim:
        """Return the claim called ``iri``."""
        kinds = [str(kind).removeprefix(AII) for kind in facts.get(RDF + "type", ())]
        kind = next((k.removesuffix("Claim").lower() for k in kinds if k.endswith("Claim")), "")
        value = next((v for v in facts.get("value", ()) if isinstance(v, Decimal | int)), None)
        unit = next(iter(facts.get("unit", ())), None)
        number = None if value is None else Decimal(value)
        return Claim(
            iri=iri,
            address=self.visit.place.link(iri),
            label=iri.rpartition("/")[2],
            kind=kind,
            subject=self._link(facts, "subject"),
            property=self._link(facts, "property"),
            object=self._link(facts, "object"),
            value=number,
            unit=self._link(facts, "unit"),
            figure=None if number is None else self._write(number, unit),
            hedge=self._word(facts, "bound", besides=VOC + "exact"),
            text=self._text(facts),
            topic=self._word(facts, "topic"),
            modality=self._modality(facts),
            qualifiers=tuple(self._qualifiers(facts)),
            rank=next((str(rank) for rank in facts.get("marketRank", ())), None),
            notes=tuple(t for n in _NOTES if (t := pick_text(facts.get(n, ()), self.names.language))),
            where=tuple(self._where(facts)),
            disputes=tuple(self._disputes(iri)),
        )

    def link(self, iri: str) -> Link:
        """Return the link to a thing."""
        found = self.links.get(iri)
        if found is None:
            found = self.links[iri] = Link(iri, self.names[iri], self.visit.place.link(iri))
        return found

    def _link(self, facts: Mapping[str, list[Value]], role: str) -> Link | None:
        return next((self.link(str(thing)) for thing in facts.get(role, ()) if isinstance(thing, IRI)), None)

    def _word(self, facts: Mapping[str, list[Value]], role: str, besides: str = "") -> str | None:
        link = self._link(facts, role)
        return None if link is None or link.iri == besides else str(link.name)

    def _write(self, value: Decimal, unit: Value | None) -> str:
        symbol = self.names.symbols.get(str(unit), "")
        name = "" if unit is None else self.names[str(unit)]
        return write_quantity(value, self.names.language, symbol=symbol, unit=name)

    def _text(self, facts: Mapping[str, list[Value]]) -> Text | None:
        return pick_text([*facts.get("statement", ()), *facts.get("text", ())], self.names.language)

    def _modality(self, facts: Mapping[str, list[Value]]) -> Link | None:
        link = self._link(facts, "modality")
        return None if link is None or link.iri == VOC + "reported" else link

    def _qualifiers(self, facts: Mapping[str, list[Value]]) -> Iterable[tuple[str, tuple[Link, ...]]]:
        for role in _QUALIFIERS:
            links = tuple(self.link(str(thing)) for thing in sorted(map(str, facts.get(role, ()))))
            if links:
                yield role, links

    def _where(self, facts: Mapping[str, list[Value]]) -> Iterable[Where]:
        printed = next((str(text) for text in facts.get("printed", ())), None)
        at = next((at for at in facts.get("printedAt", ()) if isinstance(at, int)), None)
        words = self.visit.words("claim")
        for passage in sorted(map(str, facts.get("statedIn", ()))):
            spot = self.spots.get(passage)
            said = say_where(spot, passage, self.names, words)
            excerpt = None if spot is None else spot.split(printed, at)
            yield Where(passage, said, self.visit.place.link(passage), printed, excerpt)

    def _disputes(self, iri: str) -> Iterable[Dispute]:
        for row in self.disputes.get(iri, ()):
            link, is_open = self.link(str(row["discrepancy"])), row["status"] == VOC + "open"
            yield Dispute(link, is_open, row.get("dropped") is True)
