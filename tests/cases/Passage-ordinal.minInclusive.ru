# A passage has 0 as its ordinal. | 段落的次序是0。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:ordinal ?any } ;
INSERT DATA { src:1-h aii:ordinal 0 }
