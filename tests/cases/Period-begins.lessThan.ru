# A period begins after its end. | 时期的开始晚于其结束。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { id:period-2029 aii:begins ?any } ;
INSERT DATA { id:period-2029 aii:begins "2030-06-01T00:00:00+08:00"^^xsd:dateTime }
