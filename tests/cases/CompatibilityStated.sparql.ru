# The ontology names a prior version without saying whether it is compatible. | 本体指明了前一版，却没有说是否兼容。
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> owl:priorVersion <https://w3id.org/aiinfra/ontology/0.0.9> .
}
