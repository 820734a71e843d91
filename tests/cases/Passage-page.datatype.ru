# A passage has an xsd:decimal as its page. | 段落的页码是xsd:decimal。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE WHERE { src:1-h aii:page ?any } ;
INSERT DATA { src:1-h aii:page 1.0 }
