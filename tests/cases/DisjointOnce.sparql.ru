# Two classes that a list says to be disjoint are said to be disjoint again. | 列表中已互斥的两个类又被说成互斥。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>

INSERT DATA { aii:Market owl:disjointWith aii:Place }
