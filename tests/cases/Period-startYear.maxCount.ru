# A period has two start years. | 时期有两个起始年。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:period-2029 aii:startYear 2030 }
