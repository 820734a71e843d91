# A period begins on an xsd:date. | 时期的开始是xsd:date。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { id:period-2029 aii:begins ?any } ;
INSERT DATA { id:period-2029 aii:begins "2029-01-01"^^xsd:date }
