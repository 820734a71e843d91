"""Queries with a SERVICE, plain or hidden, and queries that only look so. They aim at 127.0.0.1."""

#: Spellings of SERVICE that the engine performs, or would if it read the rest of the query otherwise.
SERVICES = [
    "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "ASK { service<http://127.0.0.1/>{?s ?p ?o} }",
    "ASK { SeRvIcE #a comment { \n SILENT <http://127.0.0.1/> {?s ?p ?o} }",
    "PREFIX : <http://127.0.0.1/> ASK { SERVICE:x {?s ?p ?o} }",
    "PREFIX SERVICE: <http://a/> PREFIX : <http://127.0.0.1/> ASK { SERVICE:x {?s ?p ?o} }",
    "PREFIX e: <http://127.0.0.1/> ASK { SERVICEe:x {?s ?p ?o} }",
    "PREFIX e: <http://127.0.0.1/> ASK { GRAPH ?g {} SERVICESILENTe:x {?s ?p ?o} }",
    "PREFIX : <http://127.0.0.1/> ASK { SERVICESILENT:x {?s ?p ?o} }",
    "PREFIX : <http://127.0.0.1/> ASK { SERVICE SILENT:x {?s ?p ?o} }",
    "ASK { ?s ?p true SERVICE <http://127.0.0.1/> {?s ?p ?o} }",
    "ASK { ?s ?p trueSERVICE<http://127.0.0.1/> {?s ?p ?o} }",
    "ASK { ?s ?p 1SERVICE<http://127.0.0.1/> {?s ?p ?o} }",
    "ASK { ?s ?p 'a'@en SERVICE<http://127.0.0.1/> {?s ?p ?o} }",
    "PREFIX : <http://127.0.0.1/> ASK { ?s ?p true.SERVICE:x {?s ?p ?o} }",
    "PREFIX e: <http://e:> ASK { ?s ?p e:SERVICE <http://127.0.0.1/> {?s ?p ?o} }",
    "PREFIX a.b: <http://127.0.0.1/> ASK { SERVICE a.b:x\\#y {?s ?p ?o} }",
    "ASK { VALUES ?u { <http://127.0.0.1/> } SERVICE ?u { ?s ?p ?o } }",
    "ASK { { SELECT * { SERVICE $u { ?s ?p ?o } } } }",
    "ASK { FILTER NOT EXISTS { SERVICE <http://127.0.0.1/> { ?s ?p ?o } } }",
    "ASK { SERVIC\\u0045 <http://127.0.0.1/> {?s ?p ?o} }",
    "ASK { \\U00000053ERVICE <http://127.0.0.1/> {?s ?p ?o} }",
    "ASK { VALUES ?x { '''a' } SERVICE <http://127.0.0.1/> {?s ?p ?o} #\\uD800'''\n}",
    "ASK { ?s ?p ?o # a comment ends here\rSERVICE <http://127.0.0.1/> {?s ?p ?o} }",
    'ASK { ?s ?p """a\\"""" SERVICE <http://127.0.0.1/> {?s ?p ?o} }',
    "ASK { LATERAL { SERVICE <http://127.0.0.1/> {?s ?p ?o} } }",
]
#: Spellings in which "less than" looks like the start of an IRI, and hides what follows.
DOUBTFUL = [
    "ASK { ?a ?p ?b FILTER(?a<'>')SERVICE<http://127.0.0.1/>{?s ?p ?o} #'\n}",
    "ASK { ?a ?p ?b FILTER(?a<?b)#>'''\n SERVICE <http://127.0.0.1/> {?s ?p ?o} #'''\n}",
    "ASK { ?a ?p ?b FILTER(?a<?b)SERVICE?v#>\n{?s ?p ?o} }",
]
#: Queries that only speak of services.
HARMLESS = [
    "ASK { ?s ?p 'SERVICE <http://127.0.0.1/> {}' }",
    "ASK { ?s ?p ?o # SERVICE <http://127.0.0.1/> {\n }",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?service a sd:Service }",
    "PREFIX e: <http://e/> ASK { ?s e:service ?o OPTIONAL { ?o e:service ?x } { ?x e:servicePort ?y } }",
    "PREFIX e: <http://e/> ASK { GRAPH e:services { ?s ?p ?o } }",
    "PREFIX service: <http://e/> ASK { GRAPH service:x { ?s ?p ?o } }",
    "ASK { ?s ?p '''it's a \"service\" <x> {''' }",
    "ASK { <http://e/SERVICE> ?p ?service { ?s ?p ?o } }",
]
