# A start year is an xsd:gYear. | 起始年是xsd:gYear。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE WHERE { id:period-2029 aii:startYear ?any } ;
INSERT DATA { id:period-2029 aii:startYear "2029"^^xsd:gYear }
