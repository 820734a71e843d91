"""Write the reference of the ontology as Markdown: by class, each term with its use and an example."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from kg.namespaces import AII, SHAPES
from kg.terms import Example, Reference, Term, name_elsewhere
from kg.values import IRI, Value, shorten

_HEAD: Final = """# The model

<!-- `kg reference` writes this file and model.svg; a test holds both to what it writes -->

All that the graph is made of: {classes} classes and {properties} properties, by the class that they describe.
A number after a term is how often the release uses it: the members of a class, those of its subclasses among
them, or the triples with a property. Examples are triples of the release, with the place where the report
states them. ⊑ stands before what is wider in another vocabulary, ≈ before what means nearly the same, =
before what means the same; “held by” names the [shapes](../shapes) that check a term, and those that check a
class check its subclasses too. How a fact becomes a claim, and a claim a plain triple, tells the
[tour](tour.md). The server has this reference in English and Chinese at `/docs/ontology`; the axioms stand in
[ontology/aiinfra.ttl](../ontology/aiinfra.ttl).

![Classes of the ontology and the main relations between them](model.svg)
"""
_SORTS: Final = {
    "Quantity": "stated by [quantity claims](#QuantityClaim)",
    "Relation": "stated by [relation claims](#RelationClaim)",
    "Literal": "stated by [literal claims](#LiteralClaim)",
    "Qualifier": "limits what a claim holds for",
}
_MATCH: Final = {
    "subClassOf": "⊑",
    "subPropertyOf": "⊑",
    "exactMatch": "=",
    "closeMatch": "≈",
    "seeAlso": "see",
}
_LONGEST: Final = 60
_ONE: Final = "1"  # the symbol of what is counted


def write_reference(reference: Reference) -> str:
    """Return the reference as Markdown (GitHub's, with tables); the same for the same terms."""
    properties = [term for term in reference.terms.values() if term.kind != "Class"]
    head = _HEAD.format(classes=len(reference.classes), properties=len(properties))
    parts = [head, "## The tree of classes\n", *_tree(reference, reference.roots, 0), ""]
    for root in reference.roots:
        parts += [f"## {_title(root)}\n", *_about(reference, root)]
        for term in _below(reference, root):
            parts += [f"### {_title(term)}\n", *_about(reference, term)]
    rest = reference.properties_of(None)
    if rest:
        parts += ["## Properties of several kinds of things\n"]
        parts += ["No class is given as their domain, for they are said of things of more than one.\n"]
        parts += _table(reference, rest)
    return "\n".join(parts).rstrip() + "\n"


def _tree(reference: Reference, level: Iterable[Term], depth: int) -> Iterable[str]:
    for term in level:
        chinese = term.labels.get("zh", "")
        yield f"{'  ' * depth}- [{_label(term)}](#{_anchor(term)}) {chinese}, {term.count:,}"
        yield from _tree(reference, reference.order(term.below), depth + 1)


def _below(reference: Reference, term: Term) -> Iterable[Term]:
    for lower in reference.order(term.below):
        yield lower
        yield from _below(reference, lower)


def _label(term: Term) -> str:
    return term.labels.get("en", term.name)


def _anchor(term: Term) -> str:
    return term.name


def _title(term: Term) -> str:
    return f'<a id="{_anchor(term)}"></a>{_label(term)} {term.labels.get("zh", "")}'


def _about(reference: Reference, term: Term) -> Iterable[str]:
    """Yield what is said of a class, and the table of its properties."""
    yield f"`aii:{term.name}` {_definition(term)}\n"
    facts = [f"{term.count:,} in the release"]
    if term.example is not None and not term.example.subject.startswith(AII):
        facts.append(f"for instance {_thing(reference, term.example.subject)}")
    if term.above:
        facts.append(f"below {', '.join(_link(reference, iri) for iri in term.above)}")
    facts += _matches(term)
    if term.disjoint:
        facts.append(f"disjoint with {', '.join(_link(reference, iri) for iri in term.disjoint)}")
    held = _shapes(reference, term)
    if held:
        facts.append(f"held by {held}")
    yield "; ".join(facts) + ".\n"
    own = reference.properties_of(term.iri)
    if own:
        yield from _table(reference, own)


def _definition(term: Term) -> str:
    return " ".join(texts["en"] for texts in (term.definitions, term.notes) if "en" in texts)


def _table(reference: Reference, terms: Iterable[Term]) -> Iterable[str]:
    yield "| property | value | what it says | used | example |"
    yield "|---|---|---|---|---|"
    for term in terms:
        name = f'<a id="{_anchor(term)}"></a>`{term.name}`<br>{_label(term)}<br>{term.labels.get("zh", "")}'
        cells = [name, _value(reference, term), _meaning(reference, term), f"{term.count:,}"]
        yield "| " + " | ".join(_cell(cell) for cell in (*cells, _example(reference, term))) + " |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _value(reference: Reference, term: Term) -> str:
    if term.unit is not None:
        return name_unit(reference, term.unit, "en")
    if term.range is not None:
        return _link(reference, term.range)
    return "a thing" if term.kind == "ObjectProperty" else "a text"


def _meaning(reference: Reference, term: Term) -> str:
    facts = [_definition(term)]
    traits = [*term.traits, *([_SORTS[term.sort]] if term.sort else [])]
    if term.inverse is not None:
        traits.append(f"inverse of {_link(reference, term.inverse)}")
    if term.chain:
        traits.append("follows from " + " then ".join(_link(reference, iri) for iri in term.chain))
    traits += [f"below {_link(reference, iri)}" for iri in term.above]
    traits += _matches(term)
    held = _shapes(reference, term)
    if held:
        traits.append(f"held by {held}")
    if traits:
        facts.append(f"*{'; '.join(traits)}.*")
    return " ".join(facts)


def _matches(term: Term) -> list[str]:
    signs = [(_MATCH[re.split(r"[#/]", how)[-1]], iri) for how, iri in term.aligned]
    return [f"{sign} [{name_elsewhere(iri)}]({iri})" for sign, iri in signs]


def _shapes(reference: Reference, term: Term) -> str:
    return ", ".join(f"`{shape.removeprefix(SHAPES)}`" for shape in reference.shapes_of(term))


def _link(reference: Reference, iri: str) -> str:
    term = reference.terms.get(iri)
    return f"`{shorten(iri)}`" if term is None else f"[{_label(term)}](#{_anchor(term)})"


def _thing(reference: Reference, iri: str) -> str:
    term = reference.terms.get(iri)
    if term is not None:
        return _link(reference, iri)
    name = reference.name(iri, "en")
    return f"{name} (`{shorten(iri)}`)" if iri in reference.names else f"`{shorten(iri)}`"


def _example(reference: Reference, term: Term) -> str:
    """Return the example as a sentence: subject, arrow, value, what was printed, and the place."""
    example = term.example
    if example is None:
        return "none yet"
    value = write_value(reference, term, example, "en")
    place = f", {reference.name(example.passage, 'en')}" if example.passage is not None else ""
    printed = f" (“{example.printed}”)" if example.printed is not None else ""
    return f"{name_thing(reference, example.subject, 'en')} → {value}{printed}{place}"


def write_value(reference: Reference, term: Term, example: Example, language: str) -> str:
    """Return the value of an example in ``language``: a name, a number with its unit, or a text cut short."""
    value: Value = example.value
    if isinstance(value, IRI):
        return name_thing(reference, value, language)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = f"{value:,f}" if isinstance(value, Decimal) else str(value)
        counted = term.unit is None or reference.symbols.get(term.unit) == _ONE
        return number if counted else f"{number} {name_unit(reference, term.unit or '', language)}"
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def name_unit(reference: Reference, unit: str, language: str) -> str:
    """Return the symbol of a unit; its name where it has none, or is that of mere counting."""
    symbol = reference.symbols.get(unit, "")
    return reference.name(unit, language) if symbol in ("", _ONE) else symbol


def name_thing(reference: Reference, iri: str, language: str) -> str:
    """Return the name of a thing in ``language``; of what has none, as a claim, its shortened IRI."""
    return reference.name(iri, language) if iri in reference.names else shorten(iri)
