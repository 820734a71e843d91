# A discrepancy has two Chinese and no English basis. | 不一致有两条中文依据而没有英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE DATA { dis:02 aii:basis "The sentence does not say."@en } ;
INSERT DATA { dis:02 aii:basis "另一种写法"@zh }
