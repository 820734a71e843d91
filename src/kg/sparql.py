"""Answer a SPARQL query over a store in bytes of a negotiated format. No web framework, no files."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import QueryError
from kg.federation import check_services
from kg.limits import DEFAULTS, UNLIMITED, Limits
from kg.namespaces import BASE
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS, choose_format
from kg.scan import Outline, is_plain, outline
from kg.serialization import Meter, with_charset, write_results, write_triples
from kg.syntax import error_at, syntax_error

Result = QuerySolutions | QueryBoolean | QueryTriples
Form = Literal["select", "ask", "graph"]
_Graphs = list[NamedNode | BlankNode | DefaultGraph]

#: Calls whose value is another each time; more may look like one than are, and escapes may spell one.
_CHANCE = re.compile(r"(?:now|rand|uuid)(?:\s|#[^\r\n]*[\r\n])*\(|\\u")
_DOUBTFUL_LENGTH = 3000  # no shorter query can nest deep enough to harm the engine


@dataclass(frozen=True, slots=True)
class DatasetChoice:
    """The graphs, by IRI, that a request names as its data set (SPARQL 1.1 Protocol §2.1.4)."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @property
    def given(self) -> bool:
        """True when the request names a data set, which then replaces the query's own."""
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Question:
    """A query and what the request says of its answer: what travels to whoever computes it.

    ``seconds``: how long the request is ready to wait, None for as long as it may. ``own``: the server itself
    asks, so the limits of queries and answers do not apply.
    """

    query: str
    accept: str | None = None
    format: str | None = None
    dataset: DatasetChoice = field(default_factory=DatasetChoice)
    seconds: float | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer ready to send: its bytes, the value of Content-Type, and the form of the query.

    ``stable``: asked again of the same data it would be the same, for it holds no clock, no chance, and
    nothing that another endpoint said. ``rows``: how many it has, or triples; 1 for ASK.
    """

    body: bytes
    media_type: str
    form: Form
    stable: bool = True
    rows: int = 1


#: Writes a piece of an answer.
Write = Callable[[bytes], object]


def answer(
    store: Store,
    query: str,
    *,
    accept: str | None = None,
    format: str | None = None,
    dataset: DatasetChoice = DatasetChoice(),
    union: bool = True,
    limits: Limits = UNLIMITED,
) -> Answer:
    """Return the answer of ``query`` in the format that ``format`` (a short name) or ``accept`` asks for.

    Raises as write_answer does.
    """
    body = io.BytesIO()
    begun: list[Answer] = []

    def begin(empty: Answer) -> Write:
        begun.append(empty)
        return body.write

    question = Question(query, accept=accept, format=format, dataset=dataset)
    rows = write_answer(store, question, begin, union=union, limits=limits)
    return replace(begun[0], body=body.getvalue(), rows=rows)


def write_answer(
    store: Store,
    question: Question,
    begin: Callable[[Answer], Write],
    *,
    union: bool,
    limits: Limits,
    services: tuple[str, ...] = (),
) -> int:
    """Write the answer to ``question`` piece by piece with what ``begin`` returns, which is told what it will
    be, its body still empty. Return its rows.

    ``union``: where neither query nor request names a data set, the default graph is all graphs together.
    ``services``: the other endpoints that it may ask (kg.services). The result is written here, in the
    thread that computed it: pyoxigraph aborts the process otherwise. Raises QueryError: 400 for faults of
    the query (with line and column), 403 for SERVICE, 406 for format, 422 for what the engine cannot
    compute, 502 for a SERVICE that fails, 507 past what ``limits`` allow; the last four perhaps when much
    has been written.
    """
    result = run(
        store, question.query, dataset=question.dataset, union=union, limits=limits, services=services
    )
    graph = isinstance(result, QueryTriples)
    offers = GRAPH_FORMATS if graph else RESULT_FORMATS
    written, media_type = choose_format(offers, accept=question.accept, name=question.format)
    form: Form = "graph" if graph else "ask" if isinstance(result, QueryBoolean) else "select"
    stable = not services and is_stable(question.query)
    output = begin(Answer(b"", with_charset(media_type), form, stable))
    meter = Meter(output, most=limits.bytes, most_rows=limits.rows)
    try:
        if isinstance(result, QueryTriples):
            write_triples(result, written, meter)
        else:
            write_results(result, written, meter)
    except (RuntimeError, OSError) as error:
        raise evaluation_error(error, services) from error
    return 1 if form == "ask" else meter.rows


def is_stable(query: str) -> bool:
    """Tell whether ``query``, asked again of the same data, has the same answer: no clock, no chance."""
    lower = query.lower()
    named = "now" in lower or "rand" in lower or "uuid" in lower or "\\u" in lower
    return not (named and _CHANCE.search(lower))


def run(
    store: Store,
    query: str,
    *,
    dataset: DatasetChoice = DatasetChoice(),
    union: bool = True,
    limits: Limits = DEFAULTS,
    services: tuple[str, ...] = (),
) -> Result:
    """Return pyoxigraph's result of ``query``, to be read in this thread only. Raises as answer does."""
    plain = len(query) <= _DOUBTFUL_LENGTH and is_plain(query, depth=limits.depth, chain=limits.chain)
    plan = None if plain else _read(query, limits, services)
    default, named = _graphs(dataset)
    try:
        return store.query(
            query if plan is None else plan.text,
            base_iri=BASE,
            use_default_graph_as_union=union and not (dataset.given or (plan is not None and plan.has_from)),
            default_graph=default,
            named_graphs=named,
        )
    except SyntaxError as error:
        raise syntax_error(str(error), plan or _read(query, limits, services)) from error
    except UnicodeEncodeError as error:
        message = "The query holds half of a surrogate pair, which is no character."
        raise QueryError(message, code="syntax") from error
    except (RuntimeError, OSError) as error:
        raise evaluation_error(error, services) from error


def _graphs(dataset: DatasetChoice) -> tuple[_Graphs | None, list[NamedNode | BlankNode] | None]:
    """Return the engine's two lists. A request that names one kind of graph has none of the other."""
    if not dataset.given:
        return None, None
    return [*map(_graph, dataset.default)], [*map(_graph, dataset.named)]


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        message = f"{iri!r} is no absolute IRI: default-graph-uri and named-graph-uri take one each."
        raise QueryError(message, code="bad-parameter") from error


def _read(query: str, limits: Limits, services: tuple[str, ...]) -> Outline:
    """Return the outline of ``query``. Raises QueryError for what the engine must not be given."""
    plan = outline(query, depth=limits.depth, chain=limits.chain)
    check_services(plan, services)
    text = plan.text
    if plan.quote is not None:
        what = "a string begins here that is not closed, or that holds an escape which SPARQL does not have"
        raise error_at(text, plan.quote, what)
    if plan.depth > limits.depth:
        message = (
            f"The query nests brackets more than {limits.depth} deep, which is the limit: write it flatter."
        )
        raise QueryError(message, code="too-deep")
    if plan.chain > limits.chain:
        count = f"The query has more than {limits.chain} keywords and operators, which is the limit"
        raise QueryError(f"{count}: use VALUES for long lists.", code="too-long")
    if plan.doubtful is not None and ("service" in text.lower() or len(text) > _DOUBTFUL_LENGTH):
        what = 'this may be an IRI or "less than": put a space after "<", or write the IRI with a prefix'
        raise error_at(text, plan.doubtful, what, code="ambiguous")
    return plan


def evaluation_error(error: Exception, services: tuple[str, ...] = ()) -> QueryError:
    """Translate what pyoxigraph raises while it computes, such as a function that it does not have."""
    if services and isinstance(error, OSError):
        reason = str(error).partition("\n")[0][:200]
        message = f"Another endpoint, asked by SERVICE, gave no answer: {reason}"
        return QueryError(message, status=502, code="service-failed")
    function = re.search(r"custom (?:aggregate )?function (<[^>]*>)", str(error))
    if function:
        message = f"There is no function {function[1]} here."
        return QueryError(message, status=422, code="unknown-function")
    return QueryError(f"The query cannot be computed: {str(error)[:200]}", status=422, code="not-computable")
