# A period has two beginnings. | 时期有两个开始。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:period-2029 aii:begins "2029-02-01T00:00:00+08:00"^^xsd:dateTime }
