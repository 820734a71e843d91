# A report has no digest of its text. | 报告没有全文摘要值。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalDigest ?any }
