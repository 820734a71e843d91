"""Read the tokens of a SPARQL query, to know before the engine does how deep it goes and what it reaches for.

The engine (pyoxigraph) parses with a backtracking grammar whose keywords need no space around them, crashes
on deep nesting and performs SERVICE itself. So this reader keeps to the engine's lexical rules (spargebra
0.5), and where the two could disagree it says so (:attr:`Outline.doubtful`) instead of guessing.
"""

import re
import sys
from dataclasses import dataclass

from kg.errors import QueryError

_HEX = "[0-9A-Fa-f]"
_UCHAR = rf"\\u(?![Dd][89A-Fa-f]){_HEX}{{4}}|\\U00(?:00(?![Dd][89A-Fa-f])|0[1-9A-Fa-f]|10){_HEX}{{4}}"
_ESCAPE = rf"""\\[tbnrf"'\\]|{_UCHAR}"""
_CHAR = r"\w\u00b7\u0300-\u036f\u203f\u2040\-"
_LOCAL = rf"(?:[{_CHAR}:]|%{_HEX}{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"

TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>'''(?:(?:''|')?(?:[^'\\]|{_ESCAPE}))*+'''|\"\"\"(?:(?:\"\"|\")?(?:[^"\\]|{_ESCAPE}))*+\"\"\"
        |'(?:[^'\\\r\n]|{_ESCAPE})*+'|"(?:[^"\\\r\n]|{_ESCAPE})*+")
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_UCHAR})*+>)
    | (?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f\u2040]+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    | (?P<name>(?:[^\W\d][{_CHAR}]*(?:\.+[{_CHAR}]+)*+)?:(?:{_LOCAL}+(?:\.+{_LOCAL}+)*+)?)
    | (?P<word>[^\W\d][{_CHAR}]*(?:\.+[{_CHAR}]+)*+)
    | (?P<open>[{{(\[])
    | (?P<close>[}})\]])
    | (?P<operator>\|\||&&|[-+*/|^!=<>])
    | (?P<escape>\\u{_HEX}{{4}}|\\U{_HEX}{{8}})
    | (?P<quote>['"])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CLEAR_IRI = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]*://|[^#'()]{0,1000}>$)")
#: Without any of it there is nothing for a reader of tokens to find, but how deep and long the query is.
_TELLING = re.compile(r"service|from|\\|\ufeff", re.IGNORECASE)
_OPENING = "{(["
_SURROGATES = range(0xD800, 0xE000)
_PAIRS = {"}": "{", ")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Call:
    """A SERVICE. ``at``: its offset; ``target``: its IRI, prefixed name or variable as written.

    No target where it is not sure what the engine reads: keyword and name run into each other.
    """

    at: int
    target: str | None = None
    variable: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """What a query's tokens tell. Offsets count code points from 0 in :attr:`text`.

    ``depth`` is the deepest nesting of brackets, ``chain`` the count of keywords and operators.
    ``has_from``: the query names its own data set. ``calls``: each SERVICE, or what may be one.
    ``doubtful``: an IRI that the engine might read as "less than" and go on differently from here.
    ``quote``: a quotation mark that opens no whole string. ``unclosed``: a bracket never closed.
    ``undeclared``: a prefix without its PREFIX line, and where it stands first.
    """

    text: str
    depth: int
    chain: int
    has_from: bool
    calls: tuple[Call, ...]
    doubtful: int | None
    quote: int | None
    unclosed: int | None
    undeclared: tuple[str, int] | None


def outline(query: str, *, depth: int = sys.maxsize, chain: int = sys.maxsize) -> Outline:
    """Return the outline of ``query``, its codepoint escapes (SPARQL 1.1 §19.2) decoded first.

    Reads on no further once the query nests deeper than ``depth`` or is longer than ``chain``. Raises
    QueryError (400, ``syntax``) for an escape that names no character.
    """
    return _Reader(_decoded(query.removeprefix("\ufeff"))).read(depth, chain)


def is_plain(query: str, *, depth: int, chain: int) -> bool:
    """Tell, without reading tokens, that ``query`` names no data set, asks no SERVICE, and keeps the limits.

    So it is for a short query without escapes in which neither word occurs, as a part of anything; False does
    not mean the opposite.
    """
    short = len(query) <= chain and sum(map(query.count, _OPENING)) <= depth
    return short and not _TELLING.search(query)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of ``offset`` in ``text``."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, start) + 1, offset - start + 1


def _decoded(query: str) -> str:
    """Decode the escapes that stand outside strings and IRIs; inside them the engine does it."""
    if "\\u" not in query and "\\U" not in query:
        return query
    parts = [_character(m, query) if m.lastgroup == "escape" else m.group() for m in TOKEN.finditer(query)]
    return "".join(parts)


def _character(escape: re.Match[str], query: str) -> str:
    point = int(escape.group()[2:], 16)
    if point > sys.maxunicode or point in _SURROGATES:
        line, column = place(query, escape.start())
        message = f"The escape {escape.group()} at line {line}, column {column} names no character."
        raise QueryError(message, code="syntax", line=line, column=column)
    return chr(point)


class _Reader:
    """One pass over the tokens of a query."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = self.chain = 0
        self.has_from = False
        self.calls: list[Call] = []
        self.doubtful: int | None = None
        self.quote: int | None = None
        self.stack: list[tuple[str, int]] = []
        self.declared: set[str] = set()
        self.used: dict[str, int] = {}
        self.last: list[tuple[str, str, int]] = [("", "", 0)] * 3  # kind, text, offset

    def read(self, depth: int, chain: int) -> Outline:
        for match in TOKEN.finditer(self.text):
            kind = match.lastgroup or ""
            if kind not in ("space", "comment"):
                self.take(kind, match.group(), match.start())
                self.last = [*self.last[1:], (kind, match.group(), match.start())]
            if self.depth > depth or self.chain > chain:
                break
        undeclared = next(((p, at) for p, at in self.used.items() if p not in self.declared), None)
        return Outline(
            text=self.text,
            depth=self.depth,
            chain=self.chain,
            has_from=self.has_from,
            calls=tuple(self.calls),
            doubtful=self.doubtful,
            quote=self.quote,
            unclosed=self.stack[-1][1] if self.stack else None,
            undeclared=undeclared,
        )

    def take(self, kind: str, token: str, at: int) -> None:
        match kind:
            case "open":
                self.open(token, at)
            case "close":
                if self.stack and self.stack[-1][0] == _PAIRS[token]:
                    self.stack.pop()
            case "iri":
                self.iri(token, at)
            case "word":
                self.word(token)
            case "name":
                self.name(token, at)
            case "operator":
                self.chain += 1
            case "quote" if self.quote is None:
                self.quote = at

    def open(self, token: str, at: int) -> None:
        self.stack.append((token, at))
        self.depth = max(self.depth, len(self.stack))
        if token == "{" and (call := self.call_before()) is not None:
            self.calls.append(call)

    def iri(self, token: str, at: int) -> None:
        """Note an IRI that could be a comparison: only between parentheses, or after another ``<``."""
        comparable = (self.stack and self.stack[-1][0] == "(") or self.last[-1][1] == "<"
        if comparable and not _CLEAR_IRI.match(token):
            self.doubtful = at

    def word(self, token: str) -> None:
        self.chain += 1 + token.count("-") + token.count(".")  # true-true-true is one word here
        self.has_from |= not self.stack and token.upper().endswith("FROM")

    def name(self, token: str, at: int) -> None:
        """Note a prefixed name. ``FROM:g`` and ``SERVICE:g`` may be keyword and name to the engine."""
        prefix = token.partition(":")[0]
        self.chain += prefix.count("-")
        if self.last[-1][1].upper().endswith("PREFIX"):
            self.declared.add(prefix)
        elif prefix != "_":
            self.used.setdefault(prefix, at)
            keyword = prefix not in self.declared and prefix.upper().endswith("FROM")
            self.has_from |= not self.stack and keyword

    def call_before(self) -> Call | None:
        """Return the SERVICE whose group opens here, however it is glued to its neighbours."""
        third, second, first = self.last
        if first[0] not in ("iri", "variable", "name"):
            return None
        keyword = third if (second[0], second[1].upper()) == ("word", "SILENT") else second
        if keyword[0] == "word" and keyword[1].upper() == "SERVICE":
            unsure = first[0] == "name" and re.match("silent", first[1], re.IGNORECASE)
            return Call(keyword[2], None if unsure else first[1], variable=first[0] == "variable")
        glued = first[0] == "name" and re.search("service.*:", first[1], re.IGNORECASE)
        if glued and second[1].upper() != "GRAPH":
            return Call(first[2])
        if second[0] in ("word", "name") and re.search("service(?:silent)?$", second[1], re.IGNORECASE):
            return Call(second[2])
        silent = second[1].upper() == "SILENT" and third[0] in ("word", "name")
        return Call(third[2]) if silent and third[1].upper().endswith("SERVICE") else None
