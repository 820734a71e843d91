# A period has no end. | 时期没有结束。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { id:period-by-2031 aii:ends ?any }
