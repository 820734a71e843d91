# The ontology states two versions. | 本体写了两个版本号。
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> owl:versionInfo "9.9.9" .
}
