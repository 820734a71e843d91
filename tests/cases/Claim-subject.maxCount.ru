# A claim has two subjects. | 陈述有两个主语。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { claim:0003 aii:subject id:model-lamp }
