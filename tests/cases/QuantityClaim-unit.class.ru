# A quantity claim has a bound as its unit. | 数值陈述以限定为单位。
# breaks too: UnitOfProperty.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { claim:0001 aii:unit ?any } ;
INSERT DATA { claim:0001 aii:unit voc:exact }
