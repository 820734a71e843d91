# A literal claim has no printed form. | 文字陈述没有印刷形式。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0009 aii:printed ?any }
