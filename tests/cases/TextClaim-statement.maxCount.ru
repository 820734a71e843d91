# A text claim has a second English statement. | 文本陈述多出一条英文转述。
# breaks too: TextClaim-statement.uniqueLang
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0008 aii:statement "another wording"@en }
