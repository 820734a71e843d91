# A claim has a place as its market. | 陈述以地方为市场。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { claim:0005 aii:inMarket ?any } ;
INSERT DATA { claim:0005 aii:inMarket id:place-island }
