# A report has a digest of its text in capitals. | 报告的全文摘要值用了大写字母。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalDigest ?any } ;
INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalDigest "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }
