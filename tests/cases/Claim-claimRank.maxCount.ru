# A claim has two ranks. | 陈述有两个等级。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { claim:0004 aii:claimRank voc:preferred }
