# A property has two domains. | 属性有两个定义域。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { aii:plannedCompletion rdfs:domain aii:Place }
