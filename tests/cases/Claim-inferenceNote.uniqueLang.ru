# A claim has two English wordings of its inference note. | 陈述有两条英文推断说明。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0005 aii:inferenceNote "another wording"@en }
