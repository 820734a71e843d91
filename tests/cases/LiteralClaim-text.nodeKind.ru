# A literal claim has an entity as its text. | 文字陈述以实体为文字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { claim:0009 aii:text ?any } ;
INSERT DATA { claim:0009 aii:text id:model-lamp }
