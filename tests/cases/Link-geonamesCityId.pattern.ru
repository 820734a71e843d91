# A city has the GeoNames id of its city with a slash. | 城市的城市的 GeoNames 编号有误：斜杠。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:geonamesCityId "11/" }
