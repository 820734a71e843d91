# A passage has no page. | 段落没有页码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:page ?any }
