"""Where the report disagrees with itself: a page for each case, and one that lists them all."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.namespaces import AII, RDFS, VOC
from kg.values import IRI, Text, Value
from kg.web.pages.cite import Citation, cite
from kg.web.pages.claims import Claim, Link, find_claims
from kg.web.pages.entity import formats_of
from kg.web.pages.layout import Page
from kg.web.pages.visit import Names, Row, Visit, group, pick_text

_CASES = f"""
SELECT ?case ?property ?value {{ %s ?case a <{AII}Discrepancy> ; ?property ?value }} ORDER BY ?case ?value
"""
_ONE = "VALUES ?case { $thing }"
_INVOLVED = f"$thing <{AII}involves> ?claim"
_ALL_INVOLVED = f"?case a <{AII}Discrepancy> ; <{AII}involves> ?claim"
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Case:
    """A discrepancy: its kind, whether it is open, how we read it and why; ``involved`` claims, by IRI.

    ``preferred`` are those that we go by.
    """

    link: Link
    kind: Text | None
    open: bool
    reading: Text | None
    basis: Text | None
    involved: tuple[str, ...]
    preferred: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A discrepancy with its claims and how to cite it."""

    case: Case
    claims: tuple[Claim, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The discrepancies of one kind, and how many they are."""

    kind: str
    cases: tuple[CaseView, ...]
    count: int


@dataclass(frozen=True, slots=True)
class CaseList:
    """Discrepancies: those open, those settled by kind; ``kinds`` counts all of them by kind."""

    open: tuple[CaseView, ...]
    settled: tuple[CaseGroup, ...]
    kinds: tuple[tuple[str, int], ...]


async def show_case(visit: Visit, iri: str) -> Page | None:
    """Return the page of the discrepancy called ``iri``, None when the release has none such."""
    cases = await _find_cases(visit, _ONE, thing=iri)
    if not cases:
        return None
    claims = await find_claims(visit, _INVOLVED, thing=iri)
    name, words = str(cases[0].link.name), visit.words("discrepancy")
    view = CaseView(cases[0], tuple(claims), cite(visit.view, iri, name))
    says = str(cases[0].reading or words["description"])
    return Page("discrepancy", name, says, view, alternates=formats_of(visit, iri))


async def show_cases(visit: Visit) -> Page:
    """Return the page that lists every place where the report disagrees with itself."""
    cases, involved = await asyncio.gather(find_cases(visit), find_claims(visit, _ALL_INVOLVED, _MOST))
    claims = {claim.iri: claim for claim in involved}
    views = [_view(visit, case, claims) for case in cases]
    words = visit.words("discrepancies")
    kinds = Counter(str(case.kind) for case in cases if case.kind)
    view = CaseList(
        tuple(view for view in views if view.case.open),
        tuple(_group(view for view in views if not view.case.open)),
        tuple(kinds.most_common()),
    )
    return Page("discrepancies", words["title"], words["description"].format(n=len(cases)), view)


def _view(visit: Visit, case: Case, claims: dict[str, Claim]) -> CaseView:
    found = tuple(claims[iri] for iri in case.involved if iri in claims)
    return CaseView(case, found, cite(visit.view, case.link.iri, str(case.link.name)))


def _group(views: Iterable[CaseView]) -> Iterable[CaseGroup]:
    groups: dict[str, list[CaseView]] = {}
    for view in views:
        groups.setdefault(str(view.case.kind or ""), []).append(view)
    for kind, cases in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        yield CaseGroup(kind, tuple(cases), len(cases))


async def find_cases(visit: Visit) -> list[Case]:
    """Return every discrepancy, by IRI. Raises QueryError."""
    return await _find_cases(visit, "")


async def _find_cases(visit: Visit, pattern: str, **iris: str) -> list[Case]:
    rows = await visit.ask(_CASES % pattern, **iris)
    kinds = {str(row["value"]) for row in rows if row["property"] == AII + "discrepancyKind"}
    names = await visit.name(kinds)
    return [_read(visit, names, str(iri), found) for iri, found in group(rows, "case")]


def _read(visit: Visit, names: Names, iri: str, rows: Sequence[Row]) -> Case:
    def values(property_: str) -> Iterable[Value]:
        return (row["value"] for row in rows if row["property"] == property_)

    language = visit.place.language
    name = pick_text(values(RDFS + "label"), language) or names[iri]
    kind = next((names[str(k)] for k in values(AII + "discrepancyKind") if isinstance(k, IRI)), None)
    return Case(
        Link(iri, name, visit.place.link(iri)),
        kind,
        VOC + "open" in values(AII + "status"),
        pick_text(values(AII + "reading"), language),
        pick_text(values(AII + "basis"), language),
        tuple(str(claim) for claim in values(AII + "involves")),
        frozenset(str(claim) for claim in values(AII + "prefers")),
    )
