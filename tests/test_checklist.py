"""The tables of docs/checklist.md: the rules are the shapes', and each principle and item has an answer."""

import re
from collections import Counter
from collections.abc import Callable

from pyoxigraph import Literal, NamedNode

from kg.namespaces import RDFS, SHAPES
from kg.parsing import parse_rdf
from tests.release import ROOT

CHECKLIST = ROOT / "docs" / "checklist.md"
#: https://doi.org/10.1038/sdata.2016.18, box 2.
FAIR = ["F1", "F2", "F3", "F4", "A1", "A1.1", "A1.2", "A2", "I1", "I2", "I3", "R1", "R1.1", "R1.2", "R1.3"]
#: https://doi.org/10.1186/s13326-017-0172-7: how many items each of the sections has.
MIRO = {"A": 6, "B": 3, "C": 3, "D": 3, "E": 11, "F": 3, "G": 5}


def test_each_principle_of_fair_has_an_answer(show: Callable[[str], None]) -> None:
    rows = re.findall(
        r"^\| ([FAIR]\d(?:\.\d)?) [^|]*\| (\w+) \| .+ \|$", CHECKLIST.read_text("utf-8"), re.MULTILINE
    )
    assert [name for name, _ in rows] == FAIR
    met = Counter(answer for _, answer in rows)
    assert set(met) <= {"yes", "partly", "no"}
    show(
        f"FAIR, {len(rows)} principles: "
        + ", ".join(f"{word} {met[word]}" for word in ("yes", "partly", "no"))
    )


def test_each_item_of_miro_has_an_answer(show: Callable[[str], None]) -> None:
    rows = re.findall(r"^\| ([A-G]\.\d+) [^|]*\| (.+) \|$", CHECKLIST.read_text("utf-8"), re.MULTILINE)
    assert [name for name, _ in rows] == [
        f"{part}.{n}" for part, most in MIRO.items() for n in range(1, most + 1)
    ]
    lacking = [name for name, answer in rows if "**" in answer]
    done = len(rows) - len(lacking)
    show(f"MIRO, {len(rows)} items: answered {done}, partly or not yet {len(lacking)} ({', '.join(lacking)})")


def test_the_checklist_names_each_rule_and_what_it_is_named_after() -> None:
    text = CHECKLIST.read_text(encoding="utf-8")
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
