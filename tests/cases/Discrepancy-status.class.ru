# A discrepancy has a kind of discrepancy as its status. | 不一致以不一致的种类为状态。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { dis:02 aii:status ?any } ;
INSERT DATA { dis:02 aii:status voc:ambiguity }
