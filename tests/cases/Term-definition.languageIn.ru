# A term has its definition in French where English should be. | 术语的定义用了法文而非英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE DATA { aii:Vehicle skos:definition "A vehicle model."@en } ;
INSERT DATA { aii:Vehicle skos:definition "Lanterne"@fr }
