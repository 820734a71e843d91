# A city has an ISO 3166-2 code with no hyphen. | 城市的ISO 3166-2 代码有误：缺少连字符。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_2 "CNBJ" }
