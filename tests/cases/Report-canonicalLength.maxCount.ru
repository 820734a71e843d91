# A report has two lengths. | 报告有两个长度。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

INSERT DATA { <https://w3id.org/aiinfra/source/example-2030> aii:canonicalLength 99 }
