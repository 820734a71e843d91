# A period has two ends. | 时期有两个结束。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:period-by-2031 aii:ends "2032-02-01T00:00:00+08:00"^^xsd:dateTime }
