# A class is named in kebab case. | 类名用了连字符。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  aii:street-lamp a owl:Class .
}
