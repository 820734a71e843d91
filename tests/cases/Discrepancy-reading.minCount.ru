# A discrepancy has no reading in English. | 不一致没有英文读法。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE DATA { dis:02 aii:reading "Units or revenue: both are possible."@en }
