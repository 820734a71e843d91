# A quantity claim has two units. | 数值陈述有两个单位。
# breaks too: UnitOfProperty.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { claim:0001 aii:unit voc:watt }
