# A relation claim has a printed form and no place. | 关系陈述有印刷形式而无位置。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0003 aii:printed "灯塔公司" }
