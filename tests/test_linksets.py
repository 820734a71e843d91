from pyoxigraph import Literal, NamedNode

from kg.library import Rows
from kg.linksets import describe_linksets
from kg.namespaces import VOID
from tests.release import built_release
from tests.tiny import store_of

LINKS = """
    graph:links {
        id:a schema:sameAs <https://ror.org/03cve4549> , <http://www.wikidata.org/entity/Q1> ;
            aii:rorId "03cve4549" .
        id:b schema:sameAs <http://www.wikidata.org/entity/Q2> .
        id:c schema:subjectOf <https://github.com/a/b> ; schema:codeRepository <https://github.com/a/c> .
    }
    graph:entities { id:d schema:sameAs <https://ror.org/03vs3wt56> }
"""
SETS = """
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?set ?told (COUNT(?object) AS ?true) WHERE {
  ?set a void:Linkset ; void:linkPredicate ?predicate ; void:triples ?told ;
       void:objectsTarget/void:uriSpace ?space .
  GRAPH <https://w3id.org/aiinfra/graph/links> { ?subject ?predicate ?object }
  FILTER (STRSTARTS(STR(?object), ?space))
}
GROUP BY ?set ?told
"""
ALL = """
SELECT (COUNT(*) AS ?n) WHERE {
  GRAPH <https://w3id.org/aiinfra/graph/links> { ?subject ?predicate ?object }
  FILTER (ISIRI(?object) && ?predicate != <http://www.w3.org/ns/dcat#landingPage>)
}
"""


def test_there_is_a_linkset_for_each_target_and_predicate() -> None:
    counts = {
        triple.subject.value.rsplit("/links/")[-1]: triple.object.value
        for triple in describe_linksets(store_of(LINKS))
        if triple.predicate.value == VOID + "triples"
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, Literal)
    }
    assert counts == {"ror": "1", "wikidata": "2", "github/subjectOf": "1", "github/codeRepository": "1"}


def test_the_counts_of_the_release_are_true_and_leave_no_link_out() -> None:
    sets, whole = built_release().query(SETS), built_release().query(ALL)
    assert isinstance(sets, Rows)
    assert isinstance(whole, Rows)
    assert [(row.set, row.told) for row in sets] == [(row.set, row.true) for row in sets]
    assert sum(int(str(row.told)) for row in sets) == int(str(next(iter(whole)).n))
