# A description of the ontology is in German. | 本体的说明有德文的。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { <https://w3id.org/aiinfra/ontology> dct:description ?before }
INSERT { <https://w3id.org/aiinfra/ontology> dct:description "Lampen"@de }
WHERE {
  <https://w3id.org/aiinfra/ontology> dct:description ?before .
  FILTER (LANG(?before) = "en")
}
