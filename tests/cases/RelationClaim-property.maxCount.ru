# A relation claim has two properties. | 关系陈述有两个属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0010 aii:property aii:locatedIn }
