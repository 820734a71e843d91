# A discrepancy prefers a claim that it does not involve. | 不一致采信了它并不涉及的陈述。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

INSERT DATA { dis:02 aii:prefers claim:0001 }
