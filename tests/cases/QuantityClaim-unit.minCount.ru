# A quantity claim has no unit. | 数值陈述没有单位。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:unit ?any }
