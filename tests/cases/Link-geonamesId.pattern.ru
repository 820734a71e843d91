# A city has a GeoNames id with a leading zero. | 城市的GeoNames 编号有误：开头的零。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:geonamesId "011" }
