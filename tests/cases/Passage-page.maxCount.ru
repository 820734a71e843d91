# A passage has two pages. | 段落有两个页码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:1-h aii:page 99 }
