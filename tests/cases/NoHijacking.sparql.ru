# A class of another vocabulary is given a superclass. | 给外部词汇的类加了父类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  foaf:Agent a owl:Class ; rdfs:subClassOf aii:Entity .
}
