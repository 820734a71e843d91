# The ontology has no version IRI. | 本体没有版本IRI。
PREFIX owl: <http://www.w3.org/2002/07/owl#>

DELETE WHERE {
  <https://w3id.org/aiinfra/ontology> owl:versionIRI ?version .
}
