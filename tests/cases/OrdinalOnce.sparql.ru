# Two passages have one ordinal. | 两个段落的次序相同。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:t1-r1 aii:ordinal ?any } ;
INSERT DATA { src:t1-r1 aii:ordinal 1 }
