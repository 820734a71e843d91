# A day is an xsd:date, which OWL 2 does not have. | 日期用了OWL 2没有的xsd:date。
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> dct:modified "2030-01-01"^^xsd:date .
}
