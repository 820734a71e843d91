# A city has a numeric code with two digits. | 城市的数字代码有误：两位数字。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_1Numeric "56" }
