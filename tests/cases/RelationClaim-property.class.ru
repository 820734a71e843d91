# A relation claim has a literal property as its property. | 关系陈述以文字属性为属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0003 aii:property ?any } ;
INSERT DATA { claim:0003 aii:property aii:title }
