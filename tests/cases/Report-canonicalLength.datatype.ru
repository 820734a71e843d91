# A length is an xsd:decimal. | 长度是xsd:decimal。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalLength ?any } ;
INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalLength 127.0 }
