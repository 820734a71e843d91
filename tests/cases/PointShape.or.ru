# A place has a point and no GeoNames id. | 地点有坐标而无 GeoNames 编号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour geo:lat 36.06488 ; geo:long 120.38042 }
