# A settled discrepancy prefers nothing. | 已决的不一致没有采信任何陈述。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE WHERE { dis:01 aii:prefers ?any }
