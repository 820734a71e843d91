# A claim has two places of its printed form. | 陈述有两个印刷位置。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0001 aii:printedAt 20 }
