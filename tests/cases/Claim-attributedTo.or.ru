# A claim is attributed to a place. | 陈述转引自一个地方。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { claim:0001 aii:attributedTo id:place-island }
