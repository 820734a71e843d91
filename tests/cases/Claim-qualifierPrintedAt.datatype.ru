# The place of a qualifier is an xsd:decimal. | 限定语的印刷位置是xsd:decimal。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0002 aii:qualifierPrintedAt ?any } ;
INSERT DATA { claim:0002 aii:qualifierPrintedAt 30.0 }
