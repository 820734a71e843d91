# A discrepancy has its label in French where English should be. | 不一致的标签用了法文而非英文。
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { dis:02 rdfs:label "What the share is a share of"@en } ;
INSERT DATA { dis:02 rdfs:label "Lanterne"@fr }
