"""Who may import whom: data flows one way, and a new arrow is a decision, made here."""

import ast
from pathlib import Path

import pytest

from tests.release import ROOT

PACKAGE = ROOT / "src" / "kg"
GROUND = {"errors", "namespaces"}
#: What every page is made with.
PAGE = {*GROUND, "values", "web.pages.layout", "web.pages.visit"}

#: Module → what of ours it may import. A module that is not here does not exist.
MAY_IMPORT: dict[str, set[str]] = {
    # the ground
    "errors": set(),
    "namespaces": set(),
    "limits": {"errors"},
    "services": {"errors"},
    "settings": {"errors", "limits", "services"},
    "progress": set(),
    "readings": set(),
    # build side: one tool each, none knows another
    "parsing": {"errors"},
    "turtle": {*GROUND, "parsing"},
    "sources": {*GROUND, "parsing"},
    "derive": GROUND,
    "validate": GROUND,
    "entail": GROUND,
    "parameters": {*GROUND, "values"},
    "describe": {*GROUND, "parameters"},
    "schemes": {"namespaces"},
    "links": {*GROUND, "schemes"},
    "linksets": {"namespaces", "schemes"},
    "coordinates": {*GROUND, "links"},
    "store": {*GROUND, "parsing"},
    "disk": {*GROUND, "parsing"},
    # a source's text, and what is cited from it
    "canonical": GROUND,
    "passages": {*GROUND, "canonical", "turtle"},
    "citations": {*GROUND, "canonical", "passages"},
    "coverage": {*GROUND, "canonical", "passages", "citations"},
    # links held against evidence, offline and online
    "evidence": {"errors"},
    "linkcheck": {"namespaces", "evidence", "links"},
    "pointcheck": {"namespaces", "coordinates", "evidence", "linkcheck"},
    "linkdata": {*GROUND, "coordinates", "evidence", "linkcheck", "links", "pointcheck"},
    "lookup": {*GROUND, "linkcheck", "links"},
    # the build's order
    "conformance": {"namespaces"},
    "checks": {
        *GROUND,
        "settings",
        "parsing",
        "sources",
        "canonical",
        "passages",
        "citations",
        "conformance",
        "coordinates",
        "coverage",
        "derive",
        "links",
        "validate",
    },
    "pipeline": {
        *GROUND,
        "readings",
        "settings",
        "checks",
        "conformance",
        "coordinates",
        "sources",
        "derive",
        "entail",
        "describe",
        "linksets",
        "store",
    },
    # ask side: no web framework, no files
    "values": {"namespaces"},
    "scan": {"errors"},
    "syntax": {*GROUND, "scan"},
    "negotiation": {"errors"},
    "rows": set(),
    "serialization": {*GROUND, "negotiation", "rows"},
    "federation": {*GROUND, "scan", "services", "syntax"},
    "sparql": {*GROUND, "federation", "limits", "negotiation", "scan", "serialization", "syntax"},
    # the graph in the words of other vocabularies
    "jsonld": {"namespaces"},
    "views": {"errors", "jsonld", "negotiation", "serialization"},
    # a release as it is given out: one file's writer each, none opens a file
    "changes": {"namespaces"},
    "citation": {"namespaces"},
    "crate": {"namespaces", "citation"},
    "redirects": {"errors"},
    "publication": {
        *GROUND,
        "changes",
        "citation",
        "crate",
        "flat",
        "negotiation",
        "redirects",
        "serialization",
        "views",
    },
    # OWL tools: one file for Protégé, a world for owlready2, a verdict from HermiT
    "flat": {*GROUND, "derive", "negotiation", "serialization"},
    "world": {"namespaces"},
    "reason": {*GROUND, "flat", "world"},
    # every term with its use and an example: as data, as Markdown, as a picture
    "terms": {"namespaces", "values"},
    "reference": {"namespaces", "terms", "values"},
    "diagram": {"terms"},
    "library": {
        *(*GROUND, "changes", "flat", "negotiation", "serialization", "sparql", "terms", "values", "world"),
    },
    "table": {"library", "values"},
    "statistics": {"library"},
    # processes that answer, no web framework; only the nursery opens files
    "workers": set(),
    "workers.wire": {"errors", "limits", "sparql"},
    "workers.confinement": set(),
    "workers.outlet": {"errors", "sparql", "workers.wire"},
    "workers.worker": {
        "errors",
        "federation",
        "limits",
        "sparql",
        "workers.confinement",
        "workers.inbox",
        "workers.outlet",
        "workers.wire",
    },
    "workers.nursery": {"disk", "errors", "store", "workers.confinement", "workers.wire", "workers.worker"},
    "workers.channel": {"workers.wire"},
    "workers.clock": set(),
    "workers.inbox": {"workers.wire"},
    "workers.keeper": {"errors", "limits", "sparql", "workers.channel", "workers.wire"},
    "workers.lane": {"errors"},
    "workers.crew": {"workers.keeper", "workers.lane"},
    "workers.job": {"workers.clock", "workers.keeper", "workers.lane"},
    "workers.relay": {"errors", "sparql", "workers.clock", "workers.keeper", "workers.wire"},
    "workers.stream": {"errors", "sparql", "workers.wire"},
    "workers.abroad": {
        "errors",
        "limits",
        "sparql",
        "workers.keeper",
        "workers.lane",
        "workers.stream",
        "workers.wire",
        "workers.worker",
    },
    "workers.pool": {
        "errors",
        "federation",
        "limits",
        "sparql",
        "workers.abroad",
        "workers.crew",
        "workers.job",
        "workers.keeper",
        "workers.lane",
        "workers.relay",
        "workers.stream",
        "workers.wire",
        "workers.worker",
    },
    "workers.begun": {"sparql", "workers.pool", "workers.relay", "workers.stream"},
    # HTTP in, HTTP out
    "web": set(),
    "web.assets": set(),
    "web.language": set(),
    "web.protocol": {*GROUND, "sparql"},
    "web.responses": {*GROUND, "negotiation", "sparql", "web.protocol"},
    "web.description": {*GROUND, "limits", "negotiation", "serialization", "sparql"},
    "web.examples": {*GROUND, "parameters", "sparql", "values"},
    "web.excerpts": {*GROUND, "canonical", "sparql"},
    "web.memory": set(),
    "web.view": {
        *GROUND,
        "limits",
        "sparql",
        "values",
        "views",
        "web.description",
        "web.examples",
        "web.excerpts",
        "web.memory",
    },
    "web.service": {
        *GROUND,
        "limits",
        "sparql",
        "views",
        "web.view",
        "workers.pool",
        "workers.stream",
        "workers.wire",
    },
    "web.cache": {"negotiation", "sparql"},
    "web.coding": set(),
    "web.flights": {"web.cache", "web.protocol", "workers.stream"},
    "web.rate": {"errors", "web.protocol"},
    "web.streaming": {
        "errors",
        "web.cache",
        "web.coding",
        "web.flights",
        "web.protocol",
        "web.responses",
        "workers.stream",
    },
    "web.answering": {
        "sparql",
        "web.cache",
        "web.coding",
        "web.flights",
        "web.log",
        "web.protocol",
        "web.responses",
        "web.service",
        "web.streaming",
        "web.view",
        "workers.begun",
        "workers.stream",
    },
    "web.express": {
        "sparql",
        "web.answering",
        "web.cache",
        "web.coding",
        "web.log",
        "web.metrics",
        "web.protocol",
        "web.responses",
        "web.view",
        "workers.begun",
        "workers.relay",
        "workers.wire",
    },
    # pages: a page is made for a visit, set in the layout and kept by the site
    "web.pages": set(),
    "web.pages.place": {*GROUND, "web.assets", "web.language", "web.protocol"},
    "web.pages.rows": {"values"},
    "web.pages.visit": {
        *GROUND,
        "sparql",
        "values",
        "web.language",
        "web.memory",
        "web.pages.place",
        "web.pages.rows",
        "web.view",
    },
    "web.pages.ahead": {"errors", "web.pages.visit"},
    "web.pages.compiled": set(),
    "web.pages.layout": {"web.pages.compiled", "web.language", "web.pages.place"},
    "web.pages.notice": {"errors", "web.pages.claims", "web.pages.layout", "web.pages.visit"},
    "web.pages.query": {
        *GROUND,
        "negotiation",
        "sparql",
        "values",
        "web.examples",
        "web.language",
        "web.pages.layout",
        "web.pages.place",
    },
    "web.openapi": {*GROUND, "limits", "negotiation", "parameters", "web.examples", "web.responses"},
    "web.pages.api": {"web.openapi", "web.pages.layout", "web.pages.visit"},
    "web.pages.stories": {
        *GROUND,
        "values",
        "web.examples",
        "web.pages.layout",
        "web.pages.visit",
    },
    "web.pages.site": {
        *GROUND,
        "web.assets",
        "sparql",
        "web.answering",
        "web.cache",
        "web.pages.ahead",
        "web.pages.layout",
        "web.pages.notice",
        "web.pages.place",
        "web.pages.search",
        "web.pages.visit",
        "web.protocol",
        "web.responses",
    },
    "web.pages.index": {"readings", "values", "web.pages.fold"},
    "web.pages.search": {*PAGE, "readings", "web.pages.claims", "web.pages.index"},
    "web.pages.home": {*PAGE, "web.examples", "web.pages.cite", "web.pages.claims"},
    "web.pages.docs": {*PAGE, "web.language", "web.responses"},
    "web.pages.numbers": set(),
    "web.pages.spots": {*GROUND, "values", "web.pages.visit"},
    "web.pages.cite": {"web.view"},
    "web.pages.claims": {
        *GROUND,
        "values",
        "web.pages.numbers",
        "web.pages.spots",
        "web.pages.visit",
    },
    "web.pages.about": {*GROUND, "views", "web.pages.visit"},
    "web.pages.held": {"namespaces", "web.pages.claims", "web.pages.visit"},
    "web.pages.points": {"namespaces", "values"},
    "web.pages.entity": {
        *PAGE,
        "web.pages.about",
        "web.pages.cite",
        "web.pages.claims",
        "web.pages.held",
        "web.pages.place",
        "web.pages.points",
    },
    "web.pages.claim": {*PAGE, "web.pages.cite", "web.pages.claims", "web.pages.entity"},
    "web.pages.discrepancies": {*PAGE, "web.pages.cite", "web.pages.claims", "web.pages.entity"},
    "web.pages.passage": {
        *PAGE,
        "web.pages.cite",
        "web.pages.claims",
        "web.pages.entity",
        "web.pages.spots",
    },
    "web.pages.fold": set(),
    "web.pages.table": {
        *PAGE,
        "web.pages.claims",
        "web.pages.fold",
        "web.pages.numbers",
        "web.responses",
    },
    "web.pages.browse": {*PAGE, "web.pages.claims", "web.pages.table"},
    "web.pages.reference": {
        "diagram",
        "namespaces",
        "reference",
        "terms",
        "values",
        "web.pages.entity",
        "web.pages.layout",
        "web.pages.place",
        "web.pages.visit",
        "web.responses",
    },
    "web.pages.things": {
        *PAGE,
        "parameters",
        "sparql",
        "values",
        "web.answering",
        "web.cache",
        "web.pages.claim",
        "web.pages.discrepancies",
        "web.pages.entity",
        "web.pages.passage",
        "web.pages.place",
        "web.pages.site",
        "web.protocol",
        "web.responses",
        "web.streaming",
    },
    "web.endpoint": {
        *GROUND,
        "limits",
        "negotiation",
        "sparql",
        "web.answering",
        "web.cache",
        "web.pages.place",
        "web.pages.query",
        "web.pages.site",
        "web.protocol",
        "web.rate",
        "web.responses",
        "web.streaming",
    },
    "web.graphs": {
        *GROUND,
        "limits",
        "sparql",
        "web.answering",
        "web.cache",
        "web.protocol",
        "web.rate",
        "web.responses",
        "web.streaming",
    },
    "web.files": {"web.assets"},
    "web.documents": {*GROUND, "sparql"},
    "web.resources": {
        *GROUND,
        "limits",
        "negotiation",
        "sparql",
        "values",
        "web.answering",
        "web.cache",
        "web.documents",
        "web.protocol",
        "web.rate",
        "web.responses",
        "web.streaming",
    },
    "web.metrics": set(),
    "web.log": set(),
    "web.observe": {"web.cache", "web.express", "web.log", "web.metrics", "web.protocol"},
    "web.health": {"errors", "web", "web.answering", "web.metrics", "web.openapi", "web.responses"},
    "web.records": set(),
    "web.api": {
        *GROUND,
        "negotiation",
        "parameters",
        "sparql",
        "web.cache",
        "web.openapi",
        "web.pages.claims",
        "web.pages.discrepancies",
        "web.pages.search",
        "web.pages.site",
        "web.pages.visit",
        "web.protocol",
        "web.records",
        "web.responses",
        "web.streaming",
    },
    "web.app": {
        "errors",
        "limits",
        "namespaces",
        "web",
        "web.answering",
        "web.api",
        "web.cache",
        "web.documents",
        "web.endpoint",
        "web.express",
        "web.files",
        "web.graphs",
        "web.health",
        "web.log",
        "web.metrics",
        "web.observe",
        "web.openapi",
        "web.pages.ahead",
        "web.pages.api",
        "web.pages.browse",
        "web.pages.discrepancies",
        "web.pages.docs",
        "web.pages.home",
        "web.pages.layout",
        "web.pages.place",
        "web.pages.reference",
        "web.pages.search",
        "web.pages.site",
        "web.pages.stories",
        "web.pages.table",
        "web.pages.things",
        "web.protocol",
        "web.rate",
        "web.resources",
        "web.responses",
        "web.service",
    },
    "web.watching": set(),
    "web.patience": {"errors", "web.responses"},
    "web.haste": {"web.cache", "web.express", "web.patience", "web.responses", "workers.begun"},
    "web.serve": {
        "errors",
        "web.app",
        "web.haste",
        "web.pages.layout",
        "web.patience",
        "web.service",
        "web.watching",
    },
    # the only places that know both sides
    "": {"library", "pipeline", "settings", "store"},
    "__main__": {"cli"},
    "cli.common": {"errors", "pipeline", "progress", "settings", "store"},
    "cli.make": {"cli.common", "errors", "checks", "passages", "settings", "turtle"},
    "cli.ask": {
        "cli.common",
        "diagram",
        "errors",
        "flat",
        "library",
        "reason",
        "reference",
        "settings",
        "sparql",
        "statistics",
        "table",
        "views",
    },
    "cli.links": {"cli.common", "linkcheck", "linkdata", "lookup", "pointcheck", "settings"},
    "cli.serving": {
        "cli.common",
        "errors",
        "limits",
        "passages",
        "settings",
        "views",
        "web.serve",
        "web.service",
        "workers.wire",
    },
    "cli.publish": {"cli.common", "errors", "changes", "publication", "settings", "store", "views"},
    "cli": {"cli.ask", "cli.common", "cli.links", "cli.make", "cli.publish", "cli.serving", "errors"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))
LINES = 400


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            found.add(node.module.removeprefix("kg").removeprefix("."))
        elif isinstance(node, ast.Import):
            found |= {
                a.name.removeprefix("kg").removeprefix(".")
                for a in node.names
                if a.name.split(".")[0] == "kg"
            }
    return found


def uses(path: Path, libraries: set[str]) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found |= {name.split(".")[0] for name in names} & libraries
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_the_table_grants(path: Path) -> None:
    assert imports_of(path) <= MAY_IMPORT[name_of(path)]


def test_the_table_names_each_module_and_no_other() -> None:
    assert set(MAY_IMPORT) == {name_of(path) for path in MODULES}


def test_the_table_has_no_circle() -> None:
    reached: dict[str, set[str]] = {}

    def reach(module: str, above: tuple[str, ...]) -> set[str]:
        assert module not in above, f"circle: {' → '.join((*above, module))}"
        if module not in reached:
            reached[module] = MAY_IMPORT[module].union(
                *(reach(m, (*above, module)) for m in MAY_IMPORT[module])
            )
        return reached[module]

    for module in MAY_IMPORT:
        reach(module, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stays_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_web_knows_the_web_framework(path: Path) -> None:
    if not name_of(path).startswith("web"):
        assert uses(path, {"fastapi", "starlette", "uvicorn", "jinja2"}) == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    if name_of(path) != "settings":
        assert "os.environ" not in path.read_text("utf-8")
