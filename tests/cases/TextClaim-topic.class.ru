# A text claim has a bound as its topic. | 文本陈述以限定为主题。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { claim:0008 aii:topic ?any } ;
INSERT DATA { claim:0008 aii:topic voc:exact }
