# A claim conflicts with itself. | 一条陈述与自身抵触。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0001 aii:conflictsWith claim:0001 }
