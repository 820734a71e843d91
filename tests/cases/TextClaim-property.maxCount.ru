# A text claim has a property. | 文本陈述有属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0008 aii:property aii:title }
