# A unit has two symbols. | 单位有两个符号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { voc:watt aii:symbol "w" }
