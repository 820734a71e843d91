# A denominator is a text. | 分母是一段文字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0004 aii:denominator ?any } ;
INSERT DATA { claim:0004 aii:denominator "全部芯片"@zh }
