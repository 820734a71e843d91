# A quantity claim has two bounds. | 数值陈述有两个限定。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { claim:0001 aii:bound voc:over }
