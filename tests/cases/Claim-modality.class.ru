# A claim has a bound as its modality. | 陈述以限定为情态。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { claim:0003 aii:modality ?any } ;
INSERT DATA { claim:0003 aii:modality voc:exact }
