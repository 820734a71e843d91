# A report has a digest of its list of passages in capitals. | 报告的段落清单摘要值用了大写字母。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:passageListDigest ?any } ;
INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:passageListDigest "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }
