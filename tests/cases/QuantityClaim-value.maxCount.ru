# A quantity claim has two values. | 数值陈述有两个数值。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0001 aii:value 13.0 }
