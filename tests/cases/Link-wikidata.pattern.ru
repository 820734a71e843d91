# A city has a Wikidata item with a small q. | 城市的Wikidata 条目编号有误：小写的 q。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:wikidata "q1" }
