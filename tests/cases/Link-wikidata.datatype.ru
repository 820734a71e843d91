# A city has a Wikidata item that is a token. | 城市的Wikidata 条目编号用了 token 类型。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:place-harbour aii:wikidata "Q1"^^xsd:token }
