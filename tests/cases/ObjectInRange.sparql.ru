# A chip is developed by a place. | 芯片由一个地方研发。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { claim:0003 aii:object ?any } ;
INSERT DATA { claim:0003 aii:object id:place-island }
