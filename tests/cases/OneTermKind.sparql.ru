# A property is an object property and a datatype property at once. | 一个属性既是对象属性又是数据属性。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  aii:developedBy a owl:DatatypeProperty .
}
