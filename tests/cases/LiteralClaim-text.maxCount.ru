# A literal claim has two texts. | 文字陈述有两个文字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0009 aii:text "list of Lamp models"@en }
