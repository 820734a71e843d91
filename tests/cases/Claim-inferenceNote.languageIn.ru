# A claim has its inference note in French. | 陈述的推断说明用了法文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0005 aii:inferenceNote "Lanterne"@fr }
