"""Judge the SERVICE clauses of a query: only what is sure to ask none but allowed endpoints goes through."""

import re

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.namespaces import BASE
from kg.scan import TOKEN, Call, Outline, outline
from kg.services import is_allowed
from kg.syntax import error_at

#: The code by which a worker that may not leave says that the query must be asked of one that may.
FEDERATES = "federates"
_MAY_FEDERATE = re.compile(r"service|\\u", re.IGNORECASE)
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def federates(query: str, services: tuple[str, ...]) -> bool:
    """Tell whether ``query`` asks other endpoints, all below ``services``. Raises as check_services."""
    if not _MAY_FEDERATE.search(query):
        return False
    plan = outline(query)
    check_services(plan, services)
    return bool(plan.calls)


def check_services(plan: Outline, services: tuple[str, ...]) -> None:
    """Raise QueryError (403 ``service-refused``) unless each SERVICE asks a constant IRI below ``services``.

    With no ``services``, any SERVICE is refused.
    """
    for call in plan.calls:
        reason = _refusal(plan, call, services)
        if reason is not None:
            raise error_at(plan.text, call.at, reason, code="service-refused", status=403)


def _refusal(plan: Outline, call: Call, services: tuple[str, ...]) -> str | None:
    """Return why ``call`` may not be made, None when it may."""
    if not services:
        return "this endpoint asks no other endpoint: leave SERVICE out, or ask that endpoint yourself"
    if call.variable:
        return f"SERVICE {call.target} may lead anywhere: name the endpoint by its IRI"
    iri = _resolve(plan.text, call.target) if call.target is not None else None
    if iri is None:
        return "it is not clear what this SERVICE asks: write SERVICE <IRI> { … }, with spaces"
    if not is_allowed(iri, services):
        return f"SERVICE <{iri}> is not among those that this endpoint may ask: {', '.join(services)}"
    return None


def _resolve(text: str, target: str) -> str | None:
    """Return the IRI that ``target``, as written in the query ``text``, is to the engine: it is asked."""
    prologue = _prologue(text)
    if prologue is None:
        return None
    try:
        found = Store().query(f"{prologue} SELECT ?iri {{ VALUES ?iri {{ {target} }} }}", base_iri=BASE)
    except (SyntaxError, ValueError):
        return None
    assert isinstance(found, QuerySolutions)
    values = [row["iri"] for row in found]
    return values[0].value if len(values) == 1 and isinstance(values[0], NamedNode) else None


def _prologue(text: str) -> str | None:
    """Return all before SELECT, ASK, CONSTRUCT or DESCRIBE when it is plain PREFIX and BASE, else None."""
    expected: list[str] = []
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token.group().upper()
        if kind in ("space", "comment"):
            continue
        if expected:
            if kind != expected.pop(0) or (kind == "name" and not word.endswith(":")):
                return None
        elif kind != "word" or word not in (*_FORMS, "PREFIX", "BASE"):
            return None
        elif word in _FORMS:
            return text[: token.start()]
        else:
            expected = ["name", "iri"] if word == "PREFIX" else ["iri"]
    return None
