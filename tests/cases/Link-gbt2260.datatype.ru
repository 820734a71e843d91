# A city has a GB/T 2260 code that is a token. | 城市的GB/T 2260 代码用了 token 类型。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:place-harbour aii:gbt2260 "370200"^^xsd:token }
