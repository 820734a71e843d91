# A quantity claim has a relation property as its property. | 数值陈述以关系属性为属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

DELETE WHERE { claim:0001 aii:property ?any } ;
INSERT DATA { claim:0001 aii:property aii:locatedIn }
