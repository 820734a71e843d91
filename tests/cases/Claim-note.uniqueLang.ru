# A claim has two English wordings of its note. | 陈述有两条英文编者注。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0004 aii:note "another wording"@en }
