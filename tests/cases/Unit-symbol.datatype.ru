# A unit’s symbol has a language tag. | 单位的符号带有语言标记。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { voc:watt aii:symbol ?any } ;
INSERT DATA { voc:watt aii:symbol "W"@en }
