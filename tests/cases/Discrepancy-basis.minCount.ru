# A discrepancy has no basis in English. | 不一致没有英文依据。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE DATA { dis:02 aii:basis "The sentence does not say."@en }
