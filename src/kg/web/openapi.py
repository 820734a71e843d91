"""Describe the interface for programs in OpenAPI 3.1: what FastAPI knows, and the routes it does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.limits import Limits, limit_meaning
from kg.namespaces import graph_iri
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS, Format
from kg.parameters import Parameter as QueryParameter
from kg.web.examples import Example
from kg.web.responses import PROBLEM_TYPES

#: What FastAPI is told of the responses of a route, by status.
Told = dict[int | str, dict[str, Any]]

#: The most that a list may be asked for at once: pages, things on one, rows of an example's answer.
MOST_PAGES: Final = 10_000
MOST_ITEMS: Final = 200
MOST_ROWS: Final = 10_000

_QUERY: Final = "SELECT ?thing ?label WHERE { ?thing rdfs:label ?label } LIMIT 5"
_EXAMPLE: Final = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n{_QUERY}"
#: What has an address of its own, each kind with the name of one.
_KINDS: Final = {
    "id": "chip-mlu370",
    "claim": "caict-2021/0117",
    "discrepancy": "caict-2021/01",
    "source": "caict-2021/2-3-2-p1",
    "vocabulary": "up-to",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation. ``place`` is query or path."""

    name: str
    place: str
    description: str
    required: bool
    choices: Sequence[str]
    example: str

    @property
    def tried(self) -> bool:
        """True when a form that tries the operation offers it."""
        return self.place == "query" and bool(self.choices or self.example)


@dataclass(frozen=True, slots=True)
class Operation:
    """What may be asked at an address. ``responses`` are code, meaning and media types."""

    method: str
    path: str
    summary: str
    parameters: Sequence[Parameter]
    bodies: Sequence[str]
    responses: Sequence[tuple[str, str, Sequence[str]]]

    @property
    def example(self) -> str | None:
        """The path with the examples of its parameters in place; None where one has none."""
        path = self.path
        for parameter in self.parameters:
            if parameter.place == "path":
                path = path.replace(f"{{{parameter.name}}}", parameter.example)
        return None if "{" in path or (path != self.path and path.endswith("/")) else path


def describe_api(known: Mapping[str, Any], limits: Limits, examples: Sequence[Example]) -> dict[str, Any]:
    """Return the OpenAPI document ``known`` with the SPARQL endpoint, graphs, things, and ``examples`` that
    have parameters added.
    """
    paths = {
        "/sparql": {"get": _ask_by_address(), "post": _ask_by_body()},
        "/graph": {"get": _graph()},
        **{f"/{kind}/{{name}}": {"get": _thing(kind)} for kind in _KINDS},
    }
    stated = " ".join(f"{name} = {getattr(limits, name)}: {text}" for name, text in limit_meaning().items())
    info = {
        **known["info"],
        "description": "A knowledge graph of a report, read-only, over SPARQL and as linked data. "
        f"Any origin may read. Limits: {stated}",
    }
    schemas = {**known.get("components", {}).get("schemas", {}), "Problem": _PROBLEM}
    components = {**known.get("components", {}), "schemas": schemas}
    told = {path: _with_problems(operations) for path, operations in known["paths"].items()}
    told |= {f"/api/queries/{e.number}": {"get": _example(e)} for e in examples if e.parameters}
    return {**known, "info": info, "paths": {**paths, **told}, "components": components}


def _with_problems(operations: Mapping[str, Any]) -> dict[str, Any]:
    """Return the operations of a path with our problems in place of FastAPI's 422, which is never sent."""
    problems = {code: told for code, told in _responses((), *_API_CODES).items() if code != "200"}
    return {
        method: operation
        if "422" not in operation["responses"]
        else {
            **operation,
            "responses": {
                **problems,
                **{code: told for code, told in operation["responses"].items() if code != "422"},
            },
        }
        for method, operation in operations.items()
    }


def list_operations(document: Mapping[str, Any]) -> list[Operation]:
    """Return each operation of an OpenAPI document in order, but for HEAD, which is as GET."""
    return [
        _operation(method.upper(), path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method != "head"
    ]


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    parameters = [_read_parameter(parameter) for parameter in operation.get("parameters", ())]
    body = operation.get("requestBody", {}).get("content", {})
    responses = [
        (code, response["description"], list(response.get("content", {})))
        for code, response in operation["responses"].items()
    ]
    summary = operation.get("description") or operation.get("summary", "")
    return Operation(method, path, summary, parameters, list(body), responses)


def _read_parameter(parameter: Mapping[str, Any]) -> Parameter:
    schema = parameter.get("schema", {})
    return Parameter(
        parameter["name"],
        parameter["in"],
        parameter.get("description", ""),
        required=parameter.get("required", False),
        choices=schema.get("enum", ()),
        example=str(parameter.get("example", next(iter(schema.get("examples", ())), ""))),
    )


def _parameter(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": {"type": "string", **schema},
    }


def _content(formats: Sequence[Format]) -> dict[str, Any]:
    return {media: {} for offer in formats for media in offer.media_types}


def _responses(formats: Sequence[Format], *codes: str) -> dict[str, Any]:
    says = {
        "400": "The request or the query is wrong; line and column where the place is known",
        "403": "An update, or a SERVICE that may not be asked",
        "404": "Nothing of that name is here",
        "406": "No format that is asked for fits",
        "413": "The request is too large",
        "415": "The body is of another type than is read, or compressed",
        "422": "The query is right and cannot be computed here",
        "429": "Too many requests",
        "502": "An endpoint that SERVICE asks gave no answer",
        "503": "The query took too long or too much memory, or too many wait",
        "507": "The answer is too large",
    }
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    problem: dict[str, Any] = {name: schema if name.endswith("json") else {} for name in PROBLEM_TYPES}
    found = {"200": {"description": "The answer", "content": _content(formats)}}
    return found | {code: {"description": says[code], "content": problem} for code in codes}


def _or_pages(responses: dict[str, Any]) -> dict[str, Any]:
    """Return ``responses`` of which each may be a page too, but for what is said before a page is begun."""
    return {
        code: told if code in _BEFORE_A_PAGE else {**told, "content": {**told["content"], "text/html": {}}}
        for code, told in responses.items()
    }


def void_responses() -> Told:
    """Return what the release's description of itself may be answered with."""
    return {int(code): told for code, told in _responses(GRAPH_FORMATS, "400", "406").items()}


def _names(formats: Sequence[Format]) -> list[str]:
    return list(dict.fromkeys(offer.names[0] for offer in formats))


#: The short names of the formats of a graph.
GRAPH_NAMES: Final = _names(GRAPH_FORMATS)
_DATASET: Final = [
    _parameter("default-graph-uri", "A graph of the default data set; all together without it"),
    _parameter("named-graph-uri", "A named graph of the data set"),
    {**_parameter("timeout", "Seconds to wait at most", type="number"), "schema": {"type": "number"}},
]
_PROBLEM: Final = {
    "type": "object",
    "description": "What is wrong (RFC 9457)",
    "required": ["title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, and what to do"},
        "code": {"type": "string", "description": "A short word for programs"},
        "line": {"type": "integer", "description": "The line of the query, from 1"},
        "column": {"type": "integer", "description": "The character of the line, from 1"},
    },
}
#: What may be given for a parameter of each kind.
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "iri": {"type": "string", "minLength": 1},
    "integer": {"type": "integer", "minimum": -(10**17), "maximum": 10**17},
    "decimal": {"type": "number", "minimum": -(10**15), "maximum": 10**15},
    "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
    "string": {"type": "string", "maxLength": 1000},
}
_API_CODES: Final = ("400", "404", "406", "429", "503", "507")
_BEFORE_A_PAGE: Final = frozenset({"406", "413", "415"})
_SPARQL_CODES: Final = ("400", "403", "406", "413", "415", "422", "429", "502", "503", "507")


def _ask_by_address() -> dict[str, Any]:
    formats = [*RESULT_FORMATS, *GRAPH_FORMATS]
    query = {**_parameter("query", "SELECT, ASK, CONSTRUCT or DESCRIBE"), "example": _EXAMPLE}
    return {
        "tags": ["SPARQL"],
        "summary": "Ask in SPARQL; without a query, get the service description",
        "operationId": "ask",
        "parameters": [
            query,
            _parameter("format", "Beats the Accept header", enum=[*_names(formats), "html"]),
            *_DATASET,
        ],
        "responses": _or_pages(_responses(formats, *_SPARQL_CODES)),
    }


def _ask_by_body() -> dict[str, Any]:
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {"query": {"type": "string", "example": _EXAMPLE}},
    }
    return {
        "tags": ["SPARQL"],
        "summary": "Ask in SPARQL with the query in the body",
        "operationId": "askByBody",
        "parameters": _DATASET,
        "requestBody": {
            "required": True,
            "content": {
                "application/sparql-query": {"schema": {"type": "string"}, "example": _EXAMPLE},
                "application/x-www-form-urlencoded": {"schema": form},
            },
        },
        "responses": _or_pages(_responses([*RESULT_FORMATS, *GRAPH_FORMATS], *_SPARQL_CODES)),
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "tags": ["Example queries"],
        "summary": example.en,
        "description": f"{example.en} | {example.zh}",
        "operationId": f"query-{example.number}",
        "parameters": [
            *(_of_example(parameter) for parameter in example.parameters),
            _parameter("format", "Of the answer", enum=["json", "csv", "tsv", "xml"]),
            _count("limit", "At most so many rows, the first; without page and size", MOST_ROWS),
            _count("page", "The page, from 1; all rows without it and size", MOST_PAGES),
            _count("size", "Rows on a page; 50 where only page is given", MOST_ITEMS),
        ],
        "responses": _responses(RESULT_FORMATS, *_API_CODES),
    }


def _count(name: str, description: str, most: int) -> dict[str, Any]:
    return _parameter(name, description, type="integer", minimum=1, maximum=most)


def _of_example(parameter: QueryParameter) -> dict[str, Any]:
    schema = _SCHEMAS[parameter.kind]
    default: int | float | str = parameter.default
    if schema["type"] in {"integer", "number"}:
        default = int(default) if schema["type"] == "integer" else float(default)
    said = f"{parameter.en} | {parameter.zh}"
    return {
        **_parameter(parameter.name, said),
        "schema": {**schema, "default": default, "examples": [default]},
    }


def _graph() -> dict[str, Any]:
    return {
        "tags": ["Graphs"],
        "summary": "Get a whole graph (SPARQL Graph Store Protocol, the reading part)",
        "operationId": "graph",
        "parameters": [
            {**_parameter("graph", "The IRI of a named graph", format="uri"), "example": graph_iri("facts")},
            {**_parameter("default", "All graphs together (has no value)"), "allowEmptyValue": True},
            _parameter("format", "Beats the Accept header", enum=_names(GRAPH_FORMATS)),
        ],
        "responses": _responses(GRAPH_FORMATS, "400", "404", "406", "503"),
    }


def _thing(kind: str) -> dict[str, Any]:
    name = {
        "name": "name",
        "in": "path",
        "required": True,
        "description": "The end of its IRI; .ttl, .jsonld, .rdf or .nt after it asks for that format",
        "example": _KINDS[kind],
        "schema": {"type": "string"},
    }
    return {
        "tags": ["Things"],
        "summary": f"Get what is said of a thing named under /{kind}/, as data or as a page",
        "operationId": f"get-{kind}",
        "parameters": [name, _parameter("format", "Beats the Accept header", enum=[*GRAPH_NAMES, "html"])],
        "responses": _or_pages(_responses(GRAPH_FORMATS, "400", "404", "406", "429", "503")),
    }
