# The place of a printed form is an xsd:decimal. | 印刷位置是xsd:decimal。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:printedAt ?any } ;
INSERT DATA { claim:0001 aii:printedAt 21.0 }
