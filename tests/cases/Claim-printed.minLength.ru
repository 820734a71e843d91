# A printed form is empty. | 印刷形式为空。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:printed ?any } ;
INSERT DATA { claim:0001 aii:printed "" }
