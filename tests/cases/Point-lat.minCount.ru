# A place has a longitude alone. | 地点只有经度。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:geonamesCityId "1797929" ; geo:long 120.38042 }
