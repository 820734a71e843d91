# A qualifier has a printed form and no place. | 限定语有印刷形式而无位置。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0002 aii:qualifierPrintedAt ?any }
