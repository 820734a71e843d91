# A quantity claim has two properties. | 数值陈述有两个属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0006 aii:property aii:generation }
