# A claim has a whole report as its passage. | 陈述以整个报告为出处。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0003 aii:statedIn ?any } ;
INSERT DATA { claim:0003 aii:statedIn <https://w3id.org/aiinfra/source/example-2030> }
