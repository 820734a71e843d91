# A claim has no passage. | 陈述没有段落出处。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0003 aii:statedIn ?any }
