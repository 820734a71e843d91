# A claim gives a rank in a market that it does not name. | 一条陈述给出市场排名，却没有指明市场。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0003 aii:marketRank 2 }
