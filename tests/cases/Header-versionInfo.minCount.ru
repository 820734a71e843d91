# The ontology does not state its version. | 本体没有写明版本号。
PREFIX owl: <http://www.w3.org/2002/07/owl#>

DELETE WHERE {
  <https://w3id.org/aiinfra/ontology> owl:versionInfo ?version .
}
