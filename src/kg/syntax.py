"""Say what is wrong with a query in one sentence, at the place where a reader would point."""

import re

from pyoxigraph import Store

from kg.errors import QueryError
from kg.namespaces import BASE, PREFIXES
from kg.scan import TOKEN, Outline, place

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_PROBED_LENGTH = 20_000
_LONGEST_KEYWORD = 16
_PAD = " " * 40
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "WITH", "ADD", "MOVE", "COPY"}

#: What the engine (spargebra) gives as reason, and how we put it.
_REASONS = {
    "Already used blank node id": "a blank node label may not be used in two groups",
    "BIND is overriding an existing variable": "BIND sets a variable that has a value already",
    "An existing variable is overridden": "a variable is set that has a value already",
    "The VALUES clause rows should have exactly": "a VALUES row needs one value for each variable (or UNDEF)",
    "Repeated variables are not allowed in VALUES": "VALUES names a variable twice",
    "Unexpected aggregate": "an aggregate such as COUNT may stand only in SELECT, HAVING or ORDER BY",
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is not in GROUP BY",
    "The SELECT contains an expression with a variable that is unbound": (
        "an expression in SELECT uses a variable that is not in GROUP BY"
    ),
    "Duplicated variable name in SELECT": "SELECT names a variable twice",
    "The SELECT overrides an existing variable": "SELECT … AS sets a variable that already has a value",
    "SELECT * is not authorized with GROUP BY": "SELECT * cannot be used with GROUP BY: name the columns",
    "Literals or triple terms are not allowed in subject": "a literal cannot be a subject",
    "IRIs are only allowed to contain escape": "an IRI holds a backslash that is not \\uXXXX or \\UXXXXXXXX",
    "language tag parsing failed": "this is no language tag",
    "IRI parsing failed": "this is no IRI (RFC 3987): a space or another character that it may not hold",
    "prefix IRI parsing failed": "the IRI of a prefix is not an IRI",
    "This custom function is": "a function is called in a place for another kind of function",
}


def syntax_error(message: str, outline: Outline) -> QueryError:
    """Return the engine's ``message`` on a query as a QueryError (400) with line and column."""
    text = outline.text
    found = _PLACE.match(message)
    if outline.undeclared is not None:
        prefix, at = outline.undeclared
        return error_at(text, at, _undeclared(prefix), code="undeclared-prefix")
    if found is None:
        return QueryError(f"The query cannot be read: {message[:200]}", code="syntax")
    furthest = _offset(text, int(found[1]), int(found[2]))
    reason = next((ours for theirs, ours in _REASONS.items() if theirs in found[3]), None)
    if reason is not None:
        return error_at(text, _reason_offset(text, furthest, found[3]), reason)
    return _unexpected(outline, _first_wrong(text, furthest))


def error_at(text: str, offset: int, what: str, *, code: str = "syntax", status: int = 400) -> QueryError:
    """Return a QueryError that says ``what`` with the line and column of ``offset`` in ``text``."""
    line, column = place(text, offset)
    message = f"Line {line}, column {column}: {what}."
    return QueryError(message, status=status, code=code, line=line, column=column)


def _undeclared(prefix: str) -> str:
    iri = PREFIXES.get(prefix)
    advice = f"PREFIX {prefix}: <{iri}>" if iri else f"a line PREFIX {prefix}: <…>"
    return f"the prefix {prefix}: is not declared; put {advice} before the query"


def _unexpected(outline: Outline, offset: int) -> QueryError:
    text = outline.text
    rest = text[offset : offset + 200]
    if not rest.strip():
        if outline.unclosed is not None:
            bracket = text[outline.unclosed]
            return error_at(text, outline.unclosed, f'the query ends before this "{bracket}" is closed')
        return error_at(text, len(text.rstrip()), "the query ends too early")
    token = TOKEN.match(rest)
    shown = token.group() if token else rest[0]
    if shown.upper() in _UPDATES:
        return error_at(text, offset, f"{shown} is an update, and this endpoint only reads")
    return error_at(text, offset, f'"{shown[:60]}" is not expected here')


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of the engine's ``line`` and ``column`` (both from 1, in characters)."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _reason_offset(text: str, furthest: int, reasons: str) -> int:
    """Return where to point for a reason: at the start of an IRI, else where the engine stopped."""
    if "IRI" in reasons and (start := text.rfind("<", 0, furthest)) >= 0:
        return start
    return max(0, min(furthest, len(text.rstrip()) - 1))


def _first_wrong(text: str, furthest: int) -> int:
    """Return the start of the first token that no query can have there.

    The engine's place is the furthest character that it looked at, which may lie a keyword's length too far.
    So the tokens before it are tried: of a beginning that is good so far, the engine only misses the end.
    """
    if len(text) > _PROBED_LENGTH:
        return furthest
    for token in TOKEN.finditer(text):
        near = token.end() > furthest - _LONGEST_KEYWORD
        if near and token.lastgroup not in ("space", "comment") and not _goes_on(text[: token.end()]):
            return token.start()
        if token.start() > furthest:
            break
    return len(text)


def _goes_on(beginning: str) -> bool:
    """Tell whether some query may begin like this. An empty store answers, so that nothing is computed."""
    padded = beginning + _PAD
    try:
        Store().query(padded, base_iri=BASE)
    except SyntaxError as error:
        found = _PLACE.match(str(error))
        return found is not None and _offset(padded, int(found[1]), int(found[2])) >= len(padded)
    except (RuntimeError, OSError, ValueError):
        return True
    return True
