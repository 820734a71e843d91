# A superclass of another vocabulary is not declared. | 外部词汇的父类没有声明。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>

INSERT DATA {
  aii:Technology rdfs:subClassOf schema:Lamp .
}
