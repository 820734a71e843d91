# A term has two Chinese and no English definition. | 术语有两条中文定义而没有英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { aii:Vehicle skos:definition "A vehicle model."@en } ;
INSERT DATA { aii:Vehicle skos:definition "另一种写法"@zh }
