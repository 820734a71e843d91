"""The page of a passage of the report: every claim in it, the passages before and after, the whole report."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.namespaces import AII
from kg.web.pages.cite import Citation, cite
from kg.web.pages.claims import Claim, Link, find_claims
from kg.web.pages.entity import formats_of
from kg.web.pages.layout import Page
from kg.web.pages.spots import Spot, find_spots
from kg.web.pages.visit import Row, Visit

_STATED = f"?claim <{AII}statedIn> $thing"
_AROUND = f"""
SELECT ?passage ?ordinal ?source ?digest {{
  $thing <{AII}ordinal> ?here ; <{AII}partOfSource> ?source ; <{AII}digest> ?digest .
  ?passage <{AII}partOfSource> ?source ; <{AII}ordinal> ?ordinal
  FILTER (ABS(?ordinal - ?here) = 1)
}} ORDER BY ?ordinal
"""
_CONTENTS = f"""
SELECT ?passage ?section ?page ?ordinal (COUNT(?claim) AS ?claims) {{
  ?passage <{AII}partOfSource> $thing ; <{AII}section> ?section ; <{AII}page> ?page ; <{AII}ordinal> ?ordinal
  OPTIONAL {{ ?claim <{AII}statedIn> ?passage }}
}} GROUP BY ?passage ?section ?page ?ordinal ORDER BY ?ordinal
"""


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage with its claims. ``marks``: the pieces of its text, each with whether a claim prints it."""

    spot: Spot
    where: str
    source: Link | None
    digest: str
    before: Link | None
    after: Link | None
    claims: tuple[Claim, ...]
    marks: tuple[tuple[str, bool], ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a report's table of contents: a passage, its section and page, how many claims it has."""

    link: Link
    section: str
    page: int
    claims: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """A report: its passages in text order, by section."""

    iri: str
    sections: tuple[tuple[str, tuple[Entry, ...]], ...]
    citation: Citation


async def show_passage(visit: Visit, iri: str) -> Page | None:
    """Return the page of the passage called ``iri``, None when the release has none such."""
    spot = (await find_spots(visit, [iri])).get(iri)
    if spot is None:
        return None
    around = await visit.ask(_AROUND, thing=iri)
    claims = await find_claims(visit, _STATED, thing=iri)
    names = await visit.name([iri, *(str(r[k]) for r in around for k in ("passage", "source"))])
    words = visit.words("passage")

    def link(key: str, rows: Sequence[Row]) -> Link | None:
        found = [str(row[key]) for row in rows]
        return Link(found[0], names[found[0]], visit.place.link(found[0])) if found else None

    page = words["page"].format(page=spot.page) if spot.page else words["no_page"]
    name = str(names[iri])
    view = PassageView(
        spot,
        page,
        link("source", around),
        str(around[0]["digest"]) if around else "",
        link("passage", [row for row in around if _number(row) < spot.ordinal]),
        link("passage", [row for row in around if _number(row) > spot.ordinal]),
        tuple(claims),
        tuple(_mark(spot, claims)),
        cite(visit.view, iri, name),
    )
    says = words["description"].format(name=name, n=len(claims), page=page)
    return Page("passage", name, says, view, alternates=formats_of(visit, iri))


async def show_source(visit: Visit, iri: str) -> Page | None:
    """Return the page of the report called ``iri``: its passages; None when the release has none of it."""
    rows = await visit.ask(_CONTENTS, thing=iri)
    if not rows:
        return None
    names = await visit.name([iri, *(str(row["passage"]) for row in rows)])
    sections: dict[str, list[Entry]] = {}
    for row in rows:
        passage = str(row["passage"])
        link = Link(passage, names[passage], visit.place.link(passage))
        entry = Entry(link, str(row["section"]), _whole(row["page"]), _whole(row["claims"]))
        sections.setdefault(entry.section, []).append(entry)
    words, name = visit.words("source"), str(names[iri])
    view = SourceView(iri, tuple((k, tuple(v)) for k, v in sections.items()), cite(visit.view, iri, name))
    says = words["description"].format(name=name, n=len(rows))
    return Page("source", name, says, view, alternates=formats_of(visit, iri))


def _mark(spot: Spot, claims: Sequence[Claim]) -> list[tuple[str, bool]]:
    """Return the text in pieces, those marked that a claim cites as printed."""
    if spot.text is None:
        return []
    marked = [False] * len(spot.text)
    for claim in claims:
        for where in claim.where:
            if where.excerpt is not None and where.excerpt[1] and where.iri == spot.iri:
                start = len(where.excerpt[0])
                marked[start : start + len(where.excerpt[1])] = [True] * len(where.excerpt[1])
    pieces: list[tuple[str, bool]] = []
    for character, is_marked in zip(spot.text, marked, strict=True):
        if pieces and pieces[-1][1] == is_marked:
            pieces[-1] = (pieces[-1][0] + character, is_marked)
        else:
            pieces.append((character, is_marked))
    return pieces


def _number(row: Row) -> int:
    return _whole(row["ordinal"])


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
