# A passage has two kinds. | 段落有两个种类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { src:1-h aii:passageKind voc:caption }
