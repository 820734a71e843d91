# A passage has a second English label. | 段落多出一条英文标签。
# breaks too: Passage-label.uniqueLang
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

INSERT DATA { src:1-h rdfs:label "another wording"@en }
