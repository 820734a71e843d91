# A term has two Chinese and no English label. | 术语有两条中文标签而没有英文。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { aii:Vehicle rdfs:label "vehicle"@en } ;
INSERT DATA { aii:Vehicle rdfs:label "另一种写法"@zh }
