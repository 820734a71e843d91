# A discrepancy has no claim that it involves. | 不一致没有所涉及的陈述。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE WHERE { dis:02 aii:involves ?any }
