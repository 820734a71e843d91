# A city has a numeric code twice over. | 城市有两个数字代码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_1Numeric "156" , "392" }
