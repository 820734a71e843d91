# A market rank is 0. | 排名为0。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0004 aii:marketRank ?any } ;
INSERT DATA { claim:0004 aii:marketRank 0 }
