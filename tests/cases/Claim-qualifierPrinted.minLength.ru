# The printed form of a qualifier is empty. | 限定语的印刷形式为空。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0002 aii:qualifierPrinted ?any } ;
INSERT DATA { claim:0002 aii:qualifierPrinted "" }
