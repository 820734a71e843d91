# A report has a digest of its text with a language tag. | 报告的全文摘要值带有语言标记。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalDigest ?any } ;
INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalDigest "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"@en }
