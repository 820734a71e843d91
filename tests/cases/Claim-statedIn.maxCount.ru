# A claim has two passages. | 陈述有两个段落出处。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { claim:0003 aii:statedIn src:1-h }
