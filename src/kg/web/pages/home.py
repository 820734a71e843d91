"""The first page: what this is, what is in it, where to begin, how to cite it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.namespaces import AII, DATASET, QUERY
from kg.values import Text
from kg.web.examples import Example
from kg.web.pages.cite import Citation, cite
from kg.web.pages.claims import Link
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit

_COUNTS = "SELECT ?kind (COUNT(?thing) AS ?count) { VALUES ?kind { %s } ?thing a ?kind } GROUP BY ?kind"
_SIZE = "SELECT (COUNT(*) AS ?count) { ?s ?p ?o }"
#: What the release holds, as the page counts it: class and the word for its things.
_TALLIES: Final = (
    ("Entity", "things"),
    ("Claim", "claims"),
    ("QuantityClaim", "figures"),
    ("Passage", "passages"),
    ("Discrepancy", "discrepancies"),
)
#: Kinds of things that people look for.
_DOORS: Final = (
    "AIChip",
    "PretrainedModel",
    "DeepLearningFramework",
    "IntelligentComputingCentre",
    "OpenPlatform",
    "PolicyDocument",
    "PilotZone",
    "Company",
)
#: Example queries to begin with, by number.
_QUESTIONS: Final = ("01", "06", "11", "05", "03", "16", "14", "29")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are of something, and where they are listed."""

    count: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Home:
    """What the page shows. ``size`` is set for data that is not the release's: how many triples it has."""

    tallies: tuple[Tally, ...]
    doors: tuple[Tally, ...]
    questions: tuple[Link, ...]
    size: int | None
    citation: Citation | None


async def show_home(visit: Visit) -> Page:
    """Return the first page."""
    kinds = [AII + name for name in dict.fromkeys([*(name for name, _ in _TALLIES), *_DOORS])]
    rows = await visit.ask(_COUNTS % " ".join(f"<{kind}>" for kind in kinds))
    counts = {str(row["kind"]): row["count"] for row in rows if isinstance(row["count"], int)}
    names, words, place = await visit.name(kinds), visit.words("home"), visit.place

    def tally(kind: str, name: str) -> Tally:
        address = "/discrepancies" if kind.endswith("#Discrepancy") else "/browse"
        to = place.to(address) if address != "/browse" else place.to(address, kind=kind)
        return Tally(counts[kind], name, to)

    size = None if counts else next((r["count"] for r in await visit.ask(_SIZE)), 0)
    home = Home(
        tuple(tally(AII + name, words[word]) for name, word in _TALLIES if AII + name in counts),
        tuple(tally(AII + name, str(names[AII + name])) for name in _DOORS if AII + name in counts),
        tuple(_questions(visit, visit.view.examples)),
        size if isinstance(size, int) else None,
        cite(visit.view, DATASET, words["site"]) if counts else None,
    )
    return Page(
        "home", words["site"], words["site_description"], home, about=_about(visit) if counts else None
    )


def _questions(visit: Visit, examples: Sequence[Example]) -> list[Link]:
    """Return the example queries to begin with, those chosen first, eight of them."""
    chosen = {number: place for place, number in enumerate(_QUESTIONS)}
    ranked = sorted(
        examples, key=lambda e: chosen.get(e.iri.removeprefix(QUERY).partition("-")[0], len(chosen))
    )
    return [_question(visit, example) for example in ranked[: len(_QUESTIONS)]]


def _question(visit: Visit, example: Example) -> Link:
    question = example.zh if visit.place.language == "zh" else example.en
    address = visit.place.to("/sparql", query=example.text, format="html")
    return Link(example.iri, Text(question, visit.place.language), address)


def _about(visit: Visit) -> dict[str, Any]:
    """Return the data set in schema.org's words."""
    words = visit.words("home")
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": DATASET,
        "name": words["site"],
        "description": words["site_description"],
        "url": visit.place.origin + visit.place.to("/"),
        "version": visit.view.id,
        "license": visit.view.description.licence or "",
        "inLanguage": ["zh", "en"],
    }
