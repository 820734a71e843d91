# A report has a second digest of its list of passages. | 报告有第二个段落清单摘要值。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:passageListDigest "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }
