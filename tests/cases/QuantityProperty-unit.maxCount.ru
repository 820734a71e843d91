# A quantity property has two units. | 数值属性有两个单位。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { aii:trainingDataSize aii:unit voc:one }
