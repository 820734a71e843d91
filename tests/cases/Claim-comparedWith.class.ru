# A claim compares with a text. | 陈述与一段文字相比较。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0001 aii:comparedWith "灯火二号"@zh }
