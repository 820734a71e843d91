# A text claim has two Chinese and no English statement. | 文本陈述有两条中文转述而没有英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE DATA { claim:0008 aii:statement "No model on the island is larger."@en } ;
INSERT DATA { claim:0008 aii:statement "另一种写法"@zh }
