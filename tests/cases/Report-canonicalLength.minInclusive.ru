# A report has a text of length 0. | 报告的文本长度为0。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalLength ?any } ;
INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalLength 0 }
