# An entity has its label in French where English should be. | 实体的标签用了法文而非英文。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { id:chip-lamp-1 rdfs:label "Lamp 1"@en } ;
INSERT DATA { id:chip-lamp-1 rdfs:label "Lanterne"@fr }
