# A discrepancy has its reading in French where English should be. | 不一致的读法用了法文而非英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE DATA { dis:02 aii:reading "Units or revenue: both are possible."@en } ;
INSERT DATA { dis:02 aii:reading "Lanterne"@fr }
