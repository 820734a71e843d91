# A literal claim has an empty text. | 文字陈述的文字为空。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0009 aii:text ?any } ;
INSERT DATA { claim:0009 aii:text ""@zh }
