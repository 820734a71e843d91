"""Who may import whom: data flows one way, and a new arrow is a decision, made here."""

import ast
from pathlib import Path

import pytest

from tests.release import ROOT

PACKAGE = ROOT / "src" / "kg"
GROUND = {"errors", "namespaces"}

#: Module → what of ours it may import. A module that is not here does not exist.
MAY_IMPORT: dict[str, set[str]] = {
    # the ground
    "errors": set(),
    "namespaces": set(),
    "limits": {"errors"},
    "settings": {"errors", "limits"},
    "progress": set(),
    # build side: one tool each, none knows another
    "parsing": {"errors"},
    "turtle": {*GROUND, "parsing"},
    "sources": {*GROUND, "parsing"},
    "derive": GROUND,
    "validate": GROUND,
    "entail": GROUND,
    "describe": GROUND,
    "store": {*GROUND, "parsing"},
    # a source's text, and what is cited from it
    "canonical": GROUND,
    "passages": {*GROUND, "canonical", "turtle"},
    "citations": {*GROUND, "canonical", "passages"},
    "coverage": {*GROUND, "canonical", "passages", "citations"},
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
        "coverage",
        "derive",
        "validate",
    },
    "pipeline": {
        *GROUND,
        "settings",
        "checks",
        "conformance",
        "sources",
        "derive",
        "entail",
        "describe",
        "store",
    },
    # ask side: no web framework, no files
    "values": {"namespaces"},
    "scan": {"errors"},
    "syntax": {*GROUND, "scan"},
    "negotiation": {"errors"},
    "rows": set(),
    "serialization": {*GROUND, "negotiation", "rows"},
    "sparql": {*GROUND, "limits", "negotiation", "scan", "serialization", "syntax"},
    # OWL tools: one file for Protégé, a world for owlready2, a verdict from HermiT
    "flat": {*GROUND, "derive", "negotiation", "serialization"},
    "world": {"namespaces"},
    "reason": {*GROUND, "flat", "world"},
    "library": {*GROUND, "flat", "negotiation", "serialization", "sparql", "values", "world"},
    "table": {"library", "values"},
    "statistics": {"library"},
    # processes that answer, no web framework; only the nursery opens files
    "workers": set(),
    "workers.wire": {"errors", "limits", "sparql"},
    "workers.confinement": set(),
    "workers.outlet": {"errors", "sparql", "workers.wire"},
    "workers.worker": {
        "errors",
        "limits",
        "sparql",
        "workers.confinement",
        "workers.outlet",
        "workers.wire",
    },
    "workers.nursery": {"errors", "store", "workers.confinement", "workers.wire", "workers.worker"},
    "workers.channel": {"workers.wire"},
    "workers.keeper": {"errors", "limits", "sparql", "workers.channel", "workers.wire"},
    "workers.job": {"workers.keeper"},
    "workers.stream": {"errors", "sparql", "workers.wire"},
    "workers.pool": {
        "errors",
        "limits",
        "sparql",
        "workers.job",
        "workers.keeper",
        "workers.stream",
        "workers.wire",
        "workers.worker",
    },
    # HTTP in, HTTP out
    "web": set(),
    "web.words": set(),
    "web.protocol": {*GROUND, "sparql"},
    "web.responses": {*GROUND, "negotiation", "sparql", "web.protocol"},
    "web.description": {*GROUND, "limits", "negotiation", "serialization", "sparql"},
    "web.page": {*GROUND, "negotiation", "sparql", "values", "web.words"},
    "web.view": {*GROUND, "limits", "sparql", "web.description", "web.page"},
    "web.service": {
        *GROUND,
        "limits",
        "sparql",
        "web.view",
        "workers.pool",
        "workers.stream",
        "workers.wire",
    },
    "web.cache": {"negotiation", "sparql", "web.protocol"},
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
        "web.protocol",
        "web.responses",
        "web.service",
        "web.streaming",
        "web.view",
        "workers.stream",
    },
    "web.endpoint": {
        *GROUND,
        "limits",
        "negotiation",
        "sparql",
        "web.answering",
        "web.cache",
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
    "web.metrics": set(),
    "web.observe": {"web.metrics", "web.protocol"},
    "web.app": {
        "errors",
        "web",
        "web.answering",
        "web.cache",
        "web.endpoint",
        "web.graphs",
        "web.metrics",
        "web.observe",
        "web.protocol",
        "web.rate",
        "web.responses",
        "web.service",
    },
    "web.watching": set(),
    "web.serve": {"errors", "web.app", "web.service", "web.watching"},
    # the only places that know both sides
    "": {"library", "pipeline", "settings", "store"},
    "__main__": {"cli"},
    "cli.common": {"errors", "pipeline", "progress", "settings", "store"},
    "cli.make": {"cli.common", "errors", "checks", "passages", "settings", "turtle"},
    "cli.ask": {"cli.common", "errors", "flat", "library", "reason", "sparql", "statistics", "table"},
    "cli.serving": {
        "cli.common",
        "errors",
        "limits",
        "settings",
        "web.serve",
        "web.service",
        "workers.wire",
    },
    "cli": {"cli.ask", "cli.common", "cli.make", "cli.serving", "errors"},
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
