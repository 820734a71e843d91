# A report has no digest of its list of passages. | 报告没有段落清单摘要值。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:passageListDigest ?any }
