# A printed form stands outside the passage cited. | 印刷位置在所引段落之外。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:printedAt ?any } ;
INSERT DATA { claim:0001 aii:printedAt 0 }
