# A quantity claim has no place of its printed form. | 数值陈述没有印刷位置。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:printedAt ?any }
