"""The table of rules in docs/checklist.md says what the shapes say."""

import re

from pyoxigraph import Literal, NamedNode

from kg.namespaces import RDFS, SHAPES
from kg.parsing import parse_rdf
from tests.release import ROOT


def test_the_checklist_names_each_rule_and_what_it_is_named_after() -> None:
    text = (ROOT / "docs" / "checklist.md").read_text(encoding="utf-8")
    table = re.search(r"<!-- rules.*?-->\n\| constraint.*?\n\|---.*?\n(.*?)\n\n", text, re.DOTALL)
    assert table is not None
    written = dict(re.findall(r"^\| `(\S+)` \| (.+) \|$", table.group(1), re.MULTILINE))
    shapes = {
        triple.subject.value.removeprefix(SHAPES): triple.object.value
        for triple in parse_rdf(ROOT / "shapes" / "ontology.ttl")
        if triple.predicate.value == RDFS + "comment"
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }
    assert written == shapes
