# A controlled value has its label in French where English should be. | 受控值的标签用了法文而非英文。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt rdfs:label "watt"@en } ;
INSERT DATA { voc:watt rdfs:label "Lanterne"@fr }
