# A value is 10 to the 15th. | 数值达到10的15次方。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:value ?any } ;
INSERT DATA { claim:0001 aii:value 1000000000000000.0 }
