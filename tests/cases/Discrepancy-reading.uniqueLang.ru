# A discrepancy has two Chinese and no English reading. | 不一致有两条中文读法而没有英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE DATA { dis:02 aii:reading "Units or revenue: both are possible."@en } ;
INSERT DATA { dis:02 aii:reading "另一种写法"@zh }
