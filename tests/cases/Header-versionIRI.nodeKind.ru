# The version IRI of the ontology is a text. | 本体的版本IRI写成了文字。
PREFIX owl: <http://www.w3.org/2002/07/owl#>

DELETE { <https://w3id.org/aiinfra/ontology> owl:versionIRI ?version }
INSERT { <https://w3id.org/aiinfra/ontology> owl:versionIRI "9.9.9" }
WHERE {
  <https://w3id.org/aiinfra/ontology> owl:versionIRI ?version .
}
