# The ontology has two descriptions in English, and none in Chinese. | 本体有两个英文说明，没有中文的。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { <https://w3id.org/aiinfra/ontology> dct:description ?before }
INSERT { <https://w3id.org/aiinfra/ontology> dct:description "Terms for lamps."@en }
WHERE {
  <https://w3id.org/aiinfra/ontology> dct:description ?before .
  FILTER (LANG(?before) = "zh")
}
