# A period ends on an xsd:date. | 时期的结束是xsd:date。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { id:period-by-2031 aii:ends ?any } ;
INSERT DATA { id:period-by-2031 aii:ends "2032-01-01"^^xsd:date }
