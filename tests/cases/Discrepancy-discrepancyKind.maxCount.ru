# A discrepancy has two kinds. | 不一致有两个种类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { dis:02 aii:discrepancyKind voc:misprint }
