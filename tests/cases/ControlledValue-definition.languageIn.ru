# A controlled value has its definition in French where English should be. | 受控值的定义用了法文而非英文。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt skos:definition "The SI unit of power."@en } ;
INSERT DATA { voc:watt skos:definition "Lanterne"@fr }
