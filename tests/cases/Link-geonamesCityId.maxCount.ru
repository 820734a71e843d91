# A city has the GeoNames id of its city twice over. | 城市有两个城市的 GeoNames 编号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:geonamesCityId "11" , "12" }
