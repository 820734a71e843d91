# A term has a second English label. | 术语多出一条英文标签。
# breaks too: Term-label.uniqueLang
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { aii:Vehicle rdfs:label "another wording"@en }
