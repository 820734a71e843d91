# A period begins in another year than its start year. | 时期的开始不在其起始年。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { id:period-2029 aii:startYear ?any } ;
INSERT DATA { id:period-2029 aii:startYear 2028 }
