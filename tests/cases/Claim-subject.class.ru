# A subject is a text. | 主语是一段文字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0008 aii:subject ?any } ;
INSERT DATA { claim:0008 aii:subject "灯火模型"@zh }
