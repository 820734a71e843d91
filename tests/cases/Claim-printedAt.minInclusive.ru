# The place of a printed form is below 0. | 印刷位置小于0。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0003 aii:printedAt -1 }
