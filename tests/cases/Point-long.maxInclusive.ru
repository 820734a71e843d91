# A longitude goes beyond half the globe. | 经度超过半圈。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:geonamesCityId "1797929" ; geo:lat 36.06488 ; geo:long 239.61958 }
