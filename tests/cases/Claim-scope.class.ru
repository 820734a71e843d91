# A scope is a text. | 范围是一段文字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0008 aii:scope ?any } ;
INSERT DATA { claim:0008 aii:scope "全岛"@zh }
