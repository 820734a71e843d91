# The definition of a class is its label. | 类的定义就是它的标签。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

DELETE { aii:AIChip skos:definition ?before }
INSERT { aii:AIChip skos:definition "An AI chip."@en }
WHERE {
  aii:AIChip skos:definition ?before .
  FILTER (LANG(?before) = "en")
}
