# The ontology has no title in Chinese. | 本体没有中文题名。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { <https://w3id.org/aiinfra/ontology> dct:title ?before }
WHERE {
  <https://w3id.org/aiinfra/ontology> dct:title ?before .
  FILTER (LANG(?before) = "zh")
}
