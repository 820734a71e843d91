# A quantity claim has a modality as its bound. | 数值陈述以情态为限定。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { claim:0001 aii:bound ?any } ;
INSERT DATA { claim:0001 aii:bound voc:reported }
