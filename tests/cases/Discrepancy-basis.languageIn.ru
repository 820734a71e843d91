# A discrepancy has its basis in French where English should be. | 不一致的依据用了法文而非英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

DELETE DATA { dis:02 aii:basis "The sentence does not say."@en } ;
INSERT DATA { dis:02 aii:basis "Lanterne"@fr }
