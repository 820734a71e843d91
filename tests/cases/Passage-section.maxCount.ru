# A passage has two sections. | 段落有两个章节。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:1-h aii:section "1.1" }
