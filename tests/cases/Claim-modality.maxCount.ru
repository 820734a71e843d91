# A claim has two modalities. | 陈述有两个情态。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { claim:0003 aii:modality voc:planned }
