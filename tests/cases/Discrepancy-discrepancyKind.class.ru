# A discrepancy has a status as its kind. | 不一致以状态为种类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { dis:02 aii:discrepancyKind ?any } ;
INSERT DATA { dis:02 aii:discrepancyKind voc:open }
