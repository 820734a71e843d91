# A quantity property has a bound as its unit. | 数值属性以限定为单位。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { aii:trainingDataSize aii:unit ?any } ;
INSERT DATA { aii:trainingDataSize aii:unit voc:exact }
