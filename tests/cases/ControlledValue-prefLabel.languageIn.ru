# A controlled value has its preferred label in French where English should be. | 受控值的首选标签用了法文而非英文。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt skos:prefLabel "watt"@en } ;
INSERT DATA { voc:watt skos:prefLabel "Lanterne"@fr }
