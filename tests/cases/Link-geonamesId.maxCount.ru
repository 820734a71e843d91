# A city has a GeoNames id twice over. | 城市有两个GeoNames 编号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:geonamesId "11" , "12" }
