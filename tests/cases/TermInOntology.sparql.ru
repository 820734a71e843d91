# A class of ours does not name the ontology that defines it. | 本命名空间中的类没有指明定义它的本体。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { aii:Vehicle rdfs:isDefinedBy <https://w3id.org/aiinfra/ontology> }
