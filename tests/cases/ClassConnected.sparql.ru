# A class stands alone: nothing is above or below it, no property and no thing uses it. | 一个类孤立存在：没有上级、下级，也没有属性或事物用到它。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  aii:Lantern a owl:Class .
}
