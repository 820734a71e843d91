# The ontology does not say who made it. | 本体没有写明作者。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE WHERE {
  <https://w3id.org/aiinfra/ontology> dct:creator ?creator .
}
