# A text claim has no statement in English. | 文本陈述没有英文转述。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE DATA { claim:0008 aii:statement "No model on the island is larger."@en }
