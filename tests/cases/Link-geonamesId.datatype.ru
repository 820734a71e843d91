# A city has a GeoNames id that is a token. | 城市的GeoNames 编号用了 token 类型。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:place-harbour aii:geonamesId "11"^^xsd:token }
