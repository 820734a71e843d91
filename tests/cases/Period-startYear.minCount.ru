# A period has no start year. | 时期没有起始年。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { id:period-2029 aii:startYear ?any }
