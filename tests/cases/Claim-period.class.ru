# A claim has a place as its period. | 陈述以地方为时期。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { claim:0004 aii:period ?any } ;
INSERT DATA { claim:0004 aii:period id:place-island }
