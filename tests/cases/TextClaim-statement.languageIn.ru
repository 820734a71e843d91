# A text claim has its statement in French where English should be. | 文本陈述的转述用了法文而非英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE DATA { claim:0008 aii:statement "No model on the island is larger."@en } ;
INSERT DATA { claim:0008 aii:statement "Lanterne"@fr }
