# A quantity claim has no property. | 数值陈述没有属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:property ?any }
