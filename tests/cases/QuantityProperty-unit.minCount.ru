# A quantity property has no unit. | 数值属性没有单位。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>

DELETE WHERE { aii:trainingDataSize aii:unit ?any }
