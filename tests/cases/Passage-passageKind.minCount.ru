# A passage has no kind. | 段落没有种类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:passageKind ?any }
