# A city has an ISO 3166-2 code twice over. | 城市有两个ISO 3166-2 代码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_2 "CN-BJ" , "CN-SH" }
