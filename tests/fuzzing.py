"""How much is tried, and SPARQL out of chance: queries from a grammar of ours, whole and mutated."""

import os
from collections import Counter
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

#: How many times as many inputs as usual: KG_FUZZ=100 takes more than an hour.
TIMES = float(os.environ.get("KG_FUZZ", "1"))
#: Inputs tried, by what they were tried on. Told at the end of a run.
TRIED: Counter[str] = Counter()
#: Answers of the server, by what was asked and status.
ANSWERED: Counter[str] = Counter()


def fuzz(usual: int) -> settings:
    """Return settings for ``usual`` inputs, times KG_FUZZ."""
    return settings(
        max_examples=max(1, int(usual * TIMES)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True, slots=True)
class Query:
    """The tokens of a query, and what is true of it: nested brackets, SERVICE clauses, FROM."""

    tokens: tuple[str, ...]
    depth: int
    services: int
    has_from: bool


#: A target that the engine refuses to open: nothing goes out, whatever slips through.
NOWHERE = "<http://127.0.0.1:1/>"
_VARIABLES = st.sampled_from(["?a", "?b", "?c", "$d", "?service", "?from"])
_IRIS = st.sampled_from(
    [
        "<http://e/s1>",
        "<http://e/p>",
        "<http://e/g>",
        ":p",
        "e:s2",
        "<#SERVICE>",
        "<a>",
        "e:service",
        "<http://e/x#y>",
    ]
)
_LITERALS = st.sampled_from(
    [
        "1",
        "-2.5",
        "1e3",
        "'x'",
        '"y"@en',
        "'''a\"b'''",
        '"{"',
        "'#'",
        "'\\\\'",
        "'SERVICE <x> {'",
        "true",
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "'\\u0041'",
        "'力'",
        "'''}\n'''",
    ]
)
_TERMS = st.one_of(_VARIABLES, _IRIS, _LITERALS)
_NODES = st.one_of(_VARIABLES, _IRIS)
_CALLS = st.sampled_from(
    ["STR", "LANG", "BOUND", "ABS", "UCASE", "STRLEN", "ISIRI", "DATATYPE", "IRI", "MD5", "YEAR"]
)
_FOLDS = st.sampled_from(["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])
_OPERATORS = st.sampled_from(["=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "&&", "||"])
_Tokens = list[str]


def _join(*parts: _Tokens | str) -> _Tokens:
    return [token for part in parts for token in ([part] if isinstance(part, str) else part)]


def _triples(path: st.SearchStrategy[_Tokens]) -> st.SearchStrategy[_Tokens]:
    return st.builds(lambda s, p, o: _join(s, p, o, "."), _NODES, path, _TERMS)


_PATHS = st.recursive(
    st.one_of(_IRIS.map(lambda iri: [iri]), st.just(["a"])),
    lambda inner: st.one_of(
        st.builds(_join, inner, st.sampled_from(["/", "|"]), inner),
        st.builds(lambda a, o: _join("(", a, ")", o), inner, st.sampled_from(["*", "+", "?"])),
        inner.map(lambda a: _join("^", "(", a, ")")),
    ),
    max_leaves=4,
)


def _expressions(groups: st.SearchStrategy[_Tokens]) -> st.SearchStrategy[_Tokens]:
    return st.recursive(
        st.one_of(_TERMS.map(lambda term: [term]), st.just(["NOW", "(", ")"])),
        lambda inner: st.one_of(
            st.builds(lambda a, o, b: _join("(", a, " ", o, " ", b, ")"), inner, _OPERATORS, inner),
            st.builds(lambda f, a: _join(f, "(", a, ")"), _CALLS, inner),
            st.builds(
                lambda a, b: _join("REGEX", "(", "STR", "(", a, ")", ",", b, ")"), inner, st.just("'x*'")
            ),
            st.builds(lambda a, b, c: _join("IF", "(", a, ",", b, ",", c, ")"), inner, inner, inner),
            st.builds(lambda a, b: _join(a, "IN", "(", b, ")"), _VARIABLES.map(lambda v: [v]), inner),
            inner.map(lambda a: _join("!", "(", a, ")")),
            groups.map(lambda g: _join("EXISTS", g)),
        ),
        max_leaves=5,
    )


def _service(silent: bool, target: str, group: _Tokens) -> _Tokens:
    return _join("SERVICE", ["SILENT"] if silent else [], target, group)


def _elements(groups: st.SearchStrategy[_Tokens]) -> st.SearchStrategy[_Tokens]:
    expressions = _expressions(groups)
    return st.one_of(
        _triples(st.one_of(_PATHS, _VARIABLES.map(lambda v: [v]))),
        groups.map(lambda g: _join("OPTIONAL", g)),
        groups.map(lambda g: _join("MINUS", g)),
        st.builds(lambda a, b: _join(a, "UNION", b), groups, groups),
        st.builds(lambda n, g: _join("GRAPH", n, g), _NODES, groups),
        expressions.map(lambda e: _join("FILTER", "(", e, ")")),
        st.builds(
            lambda e, n: _join("BIND", "(", e, "AS", f"?n{n}", ")"), expressions, st.integers(0, 10**6)
        ),
        st.builds(
            lambda v, ts: _join("VALUES", v, "{", ts, "}"),
            _VARIABLES,
            st.lists(st.one_of(_IRIS, _LITERALS), max_size=3),
        ),
        groups.map(lambda g: _join("{", "SELECT", "*", g, "LIMIT", "3", "}")),
        st.builds(_service, st.booleans(), st.sampled_from([NOWHERE, "?service", "nowhere:x"]), groups),
        st.builds(lambda a, b: _join("[", a, b, "]", "."), _IRIS, _TERMS),
        st.builds(lambda a, b: _join("(", a, b, ")", ":p", a, "."), _TERMS, _TERMS),
    )


def _group(elements: list[_Tokens]) -> _Tokens:
    return _join("{", *elements, "}")


GROUPS = st.recursive(
    st.lists(_triples(_PATHS), max_size=2).map(_group),
    lambda inner: st.lists(_elements(inner), max_size=3).map(_group),
    max_leaves=6,
)
_PROLOGUE = [
    "PREFIX",
    "e:",
    "<http://e/>",
    "PREFIX",
    ":",
    "<http://e/>",
    "PREFIX",
    "nowhere:",
    NOWHERE,
    "BASE",
    "<http://e/>",
]


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Return queries of all forms; most are valid."""
    group = draw(GROUPS)
    origin = draw(st.sampled_from([[], [], ["FROM", "<http://e/g>"], ["FROM", "NAMED", "e:g"]]))
    form = draw(st.sampled_from(["star", "columns", "fold", "ask", "construct", "describe"]))
    ends = _join(
        draw(st.sampled_from([[], ["ORDER", "BY", "?a"], ["ORDER", "BY", "DESC", "(", "?b", ")"]])),
        draw(st.sampled_from([[], ["LIMIT", "5"], ["OFFSET", "1", "LIMIT", "2"]])),
    )
    if form == "star":
        body = _join(
            "SELECT",
            draw(st.sampled_from([[], ["DISTINCT"], ["REDUCED"]])),
            "*",
            origin,
            "WHERE",
            group,
            ends,
        )
    elif form == "columns":
        body = _join(
            "SELECT", draw(_VARIABLES), "(", draw(_expressions(GROUPS)), "AS", "?z", ")", origin, group, ends
        )
    elif form == "fold":
        fold = _join(
            "(", draw(_FOLDS), "(", draw(st.sampled_from([["DISTINCT"], []])), "?b", ")", "AS", "?n", ")"
        )
        body = _join("SELECT", "?a", fold, origin, group, "GROUP", "BY", "?a")
    elif form == "ask":
        body = _join("ASK", origin, group)
    elif form == "construct":
        body = _join("CONSTRUCT", "{", draw(_triples(_NODES.map(lambda n: [n]))), "}", origin, "WHERE", group)
    else:
        body = _join("DESCRIBE", draw(_NODES), origin, "WHERE", group)
    tokens = _join(_PROLOGUE, body)
    return Query(tuple(tokens), _depth(tokens), tokens.count("SERVICE"), bool(origin))


def _depth(tokens: _Tokens) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += (token in "{([") - (token in "})]") if len(token) == 1 else 0
        deepest = max(deepest, depth)
    return deepest


@st.composite
def spelled(draw: st.DrawFn, spaces: st.SearchStrategy[str]) -> tuple[Query, str]:
    """Return queries with a text of theirs: ``spaces`` stand between the tokens, keywords in any case."""
    query = draw(queries())
    seed = draw(st.randoms(use_true_random=False))
    words = [
        token.swapcase() if token.isalpha() and token != "a" and seed.random() < 0.2 else token
        for token in query.tokens
    ]
    gaps = draw(st.lists(spaces, min_size=1, max_size=8))
    return query, "".join(word + seed.choice(gaps) for word in words)


SPACES = st.sampled_from([" ", "\n", "\t ", " # {'<\n", "\r", ' #"<\r', "  "])
#: None at all: the engine's keywords need none around them.
GLUE = st.sampled_from([" ", " ", "", "#\n", "\r#'\n", "#'<\r"])
NASTY = st.sampled_from(
    [
        "'",
        '"',
        "'''",
        '"""',
        "<",
        ">",
        "<a",
        "#",
        "\\",
        "\\u0053ERVICE",
        "\\u007B",
        "\\u0027",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "SERVICE",
        "SERVICESILENT",
        "service:",
        f"SERVICE{NOWHERE}{{}}",
        f"SERVICE {NOWHERE} {{ ?x ?y ?z }}",
        "?a<?b",
        "<?b)#>",
        "FROM",
        "FROM <http://e/h>",
        ".",
        ";",
        ",",
        "^^",
        "@en",
        "a",
        "-",
        "*",
        "true",
        "\x00",
        "\ufeff",
        "\u00b7",
        "力",
        "🦊",
        "\r",
        "INSERT DATA {}",
        "LATERAL {",
        "<<",
        ">>",
        "{|",
        "|}",
        "NAN",
        "1.",
        "1e",
        "%",
        "_:b",
        "BASE <x>",
        "PREFIX",
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return texts that were queries before something was put in, taken out, doubled or exchanged."""
    _, text = draw(spelled(st.one_of(SPACES, GLUE)))
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        to = min(to, at + draw(st.sampled_from([0, 1, 3, 12])))
        put = draw(st.one_of(NASTY, st.text(max_size=3), st.just(text[at:to] * 2)))
        text = text[:at] + put + text[to:]
    return text


_BEFORE = (
    "|?s ?p true|?s ?p 1|?s ?p e:x|?s ?p 'a'@en|?s ?p ?o .|GRAPH ?g {}|GRAPH|FILTER(?a<?b)|FILTER(?a<'>')"
    "|{} UNION {}|?s ?p '''\"'''|VALUES ?v { <x> }|?s ?p \"\\\\\"|?s e:SERVICE ?o .|OPTIONAL {}|BIND(1 AS ?n)"
    "|?s ?p e:service"
)
_GAPS = st.sampled_from(["", "", " ", "\r", "#\n", "#'\r", "#>\n", ".", "\t#{\r\n"])
_KEYWORDS = st.sampled_from(["SERVICE", "service", "SeRvIcE", "SERVIC\\u0045", "\\U00000053ERVICE"])
_SILENT = st.sampled_from(["", "", "SILENT", "silent"])
_TARGETS = st.sampled_from(
    [NOWHERE, ":x", "e:x", "service:x", "silent:x", "e:x\\#y", "?v", "$service", "<a>"]
)


@st.composite
def disguised(draw: st.DrawFn) -> str:
    """Return texts in which a SERVICE runs into its neighbours."""
    parts = [
        draw(st.sampled_from(_BEFORE.split("|"))),
        draw(_GAPS),
        draw(_KEYWORDS),
        draw(_GAPS),
        draw(_SILENT),
    ]
    parts += [draw(_GAPS), draw(_TARGETS), draw(_GAPS), "{", draw(st.sampled_from(["", "?s ?p ?o"])), "}"]
    parts += [draw(_GAPS), draw(st.sampled_from(["", "#>'\n", "FILTER('x'>?a)", "#'''\n"]))]
    prologue = "".join(f"PREFIX {name}: {NOWHERE} " for name in ("", "e", "service", "silent"))
    return prologue + "ASK {" + "".join(parts) + "}"
