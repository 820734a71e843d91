# A city has an alpha-3 code twice over. | 城市有两个三字母代码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:iso3166_1Alpha3 "CHN" , "JPN" }
