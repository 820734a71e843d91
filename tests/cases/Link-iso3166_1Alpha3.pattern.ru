# A city has an alpha-3 code with two letters. | 城市的三字母代码有误：两个字母。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_1Alpha3 "CN" }
