# The ontology has no description in Chinese. | 本体没有中文说明。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { <https://w3id.org/aiinfra/ontology> dct:description ?before }
WHERE {
  <https://w3id.org/aiinfra/ontology> dct:description ?before .
  FILTER (LANG(?before) = "zh")
}
