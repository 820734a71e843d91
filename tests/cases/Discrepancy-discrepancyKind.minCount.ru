# A discrepancy has no kind. | 不一致没有种类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE WHERE { dis:02 aii:discrepancyKind ?any }
