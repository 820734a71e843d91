# A claim has lost its class. | 陈述缺了类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE DATA { claim:0010 a aii:RelationClaim }
