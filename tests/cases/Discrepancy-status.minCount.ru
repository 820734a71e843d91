# A discrepancy has no status. | 不一致没有状态。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE WHERE { dis:02 aii:status ?any }
