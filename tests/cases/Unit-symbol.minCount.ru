# A unit has no symbol. | 单位没有符号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { voc:watt aii:symbol ?any }
