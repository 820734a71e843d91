# A city has a GB/T 2260 code twice over. | 城市有两个GB/T 2260 代码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:gbt2260 "370200" , "370100" }
