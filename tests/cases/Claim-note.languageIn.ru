# A claim has its note in French. | 陈述的编者注用了法文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0004 aii:note "Lanterne"@fr }
