# A report has a second digest of its text. | 报告有第二个全文摘要值。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalDigest "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
