# A passage has its label in French where English should be. | 段落的标签用了法文而非英文。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE DATA { src:1-h rdfs:label "section 1, heading"@en } ;
INSERT DATA { src:1-h rdfs:label "Lanterne"@fr }
