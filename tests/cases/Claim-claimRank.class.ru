# A claim has a bound as its rank. | 陈述以限定为等级。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { claim:0001 aii:claimRank voc:exact }
