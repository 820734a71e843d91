# A value is an xsd:integer. | 数值是xsd:integer。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:value ?any } ;
INSERT DATA { claim:0001 aii:value 12 }
