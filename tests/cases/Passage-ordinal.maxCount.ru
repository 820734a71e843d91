# A passage has two ordinals. | 段落有两个次序。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:1-h aii:ordinal 99 }
