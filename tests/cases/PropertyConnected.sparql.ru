# A property has neither domain nor range, no claim may use it, and nothing does. | 一个属性既无定义域也无值域，陈述不能用它，也没有事物用它。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA {
  aii:shinesOn a owl:ObjectProperty .
}
