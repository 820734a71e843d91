# A city has an alpha-2 code with small letters. | 城市的二字母代码有误：小写字母。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_1Alpha2 "cn" }
