# Two classes have the same definition in English. | 两个类的英文定义相同。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { aii:AIChip skos:definition ?before }
INSERT { aii:AIChip skos:definition ?other }
WHERE {
  aii:AIChip skos:definition ?before .
  aii:Dataset skos:definition ?other .
  FILTER (LANG(?before) = "en" && LANG(?other) = "en")
}
