# The ontology has two version IRIs. | 本体有两个版本IRI。
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> owl:versionIRI <https://w3id.org/aiinfra/ontology/9.9.9> .
}
