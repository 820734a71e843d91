# A passage has a bound as its kind. | 段落以限定为种类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { src:1-h aii:passageKind ?any } ;
INSERT DATA { src:1-h aii:passageKind voc:exact }
