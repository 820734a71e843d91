# A title of the ontology is in German. | 本体的题名有德文的。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE { <https://w3id.org/aiinfra/ontology> dct:title ?before }
INSERT { <https://w3id.org/aiinfra/ontology> dct:title "Lampen"@de }
WHERE {
  <https://w3id.org/aiinfra/ontology> dct:title ?before .
  FILTER (LANG(?before) = "en")
}
