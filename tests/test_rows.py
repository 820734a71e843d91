import random

import pytest
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, Store

from kg.rows import row_counter

FORMATS = [
    QueryResultsFormat.JSON,
    QueryResultsFormat.XML,
    QueryResultsFormat.CSV,
    QueryResultsFormat.TSV,
]
#: What could be taken for the mark of a row, or hide one.
PARTS = ['"', ",{", "[{", "{}", "},{", "\\", "\\\\", "\n", "\r\n", "<result>", "\t", "芯", ":", "'", "a", ""]


def written(rows: list[tuple[str, ...]], columns: int, format: QueryResultsFormat) -> bytes:
    names = " ".join(f"?x{n}" for n in range(columns))
    values = " ".join(f"({' '.join(row)})" for row in rows)
    result = Store().query(f"SELECT {names} {{ VALUES ({names}) {{ {values} }} }}")
    assert isinstance(result, QuerySolutions)
    body = result.serialize(format=format)
    assert body is not None
    return body


@pytest.mark.parametrize("format", FORMATS, ids=lambda format: format.file_extension)
def test_rows_are_counted_whatever_they_hold_and_wherever_they_are_cut(format: QueryResultsFormat) -> None:
    chance = random.Random(7)

    def cell() -> str:
        if chance.random() < 0.3:
            return "UNDEF"
        return str(Literal("".join(chance.choices(PARTS, k=chance.randrange(6)))))

    for _ in range(150):
        columns = chance.randrange(1, 4)
        rows = [tuple(cell() for _ in range(columns)) for _ in range(chance.randrange(7))]
        body = written(rows, columns, format)
        for step in (1, 2, 3, 7, len(body)):
            counter = row_counter(format)
            for place in range(0, len(body), step):
                counter.read(body[place : place + step])
            assert counter.rows == len(rows), (step, body)
