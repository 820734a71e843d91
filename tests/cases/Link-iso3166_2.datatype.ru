# A city has an ISO 3166-2 code that is a token. | 城市的ISO 3166-2 代码用了 token 类型。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:place-harbour aii:iso3166_2 "CN-BJ"^^xsd:token }
