# A text claim has no topic. | 文本陈述没有主题。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0008 aii:topic ?any }
