# A power consumption is given in terabytes. | 功耗以太字节计。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { claim:0002 aii:unit ?any } ;
INSERT DATA { claim:0002 aii:unit voc:terabyte }
