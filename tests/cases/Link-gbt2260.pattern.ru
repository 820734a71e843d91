# A city has a GB/T 2260 code with a province that is not there. | 城市的GB/T 2260 代码有误：不存在的省级代码。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:gbt2260 "990200" }
