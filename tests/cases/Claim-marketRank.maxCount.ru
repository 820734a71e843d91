# A claim has two market ranks. | 陈述有两个排名。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0004 aii:marketRank 3 }
