# A claim has two denominators. | 陈述有两个分母。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { claim:0004 aii:denominator id:place-island }
