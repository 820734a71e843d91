# A term has its label in French where English should be. | 术语的标签用了法文而非英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { aii:Vehicle rdfs:label "vehicle"@en } ;
INSERT DATA { aii:Vehicle rdfs:label "Lanterne"@fr }
