# A city has a Wikidata item twice over. | 城市有两个Wikidata 条目编号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-harbour aii:wikidata "Q1" , "Q2" }
