# A text claim has two topics. | 文本陈述有两个主题。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { claim:0008 aii:topic voc:ranking }
