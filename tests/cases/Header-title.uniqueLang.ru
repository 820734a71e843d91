# The ontology has two titles in English, and none in Chinese. | 本体有两个英文题名，没有中文的。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { <https://w3id.org/aiinfra/ontology> dct:title ?before }
INSERT { <https://w3id.org/aiinfra/ontology> dct:title "Ontology of lamps"@en }
WHERE {
  <https://w3id.org/aiinfra/ontology> dct:title ?before .
  FILTER (LANG(?before) = "zh")
}
