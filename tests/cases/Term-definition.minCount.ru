# A term has no definition in English. | 术语没有英文定义。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { aii:Vehicle skos:definition "A vehicle model."@en }
