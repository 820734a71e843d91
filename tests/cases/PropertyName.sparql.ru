# A property is named like a class. | 属性名写成了类名的样子。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  aii:ShinesOn a owl:ObjectProperty .
}
