# A claim has two printed forms. | 陈述有两个印刷形式。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0001 aii:printed "12" }
