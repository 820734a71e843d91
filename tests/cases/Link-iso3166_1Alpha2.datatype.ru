# A city has an alpha-2 code that is a token. | 城市的二字母代码用了 token 类型。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:place-harbour aii:iso3166_1Alpha2 "CN"^^xsd:token }
