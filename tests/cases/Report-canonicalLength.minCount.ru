# A report has no length. | 报告没有长度。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalLength ?any }
