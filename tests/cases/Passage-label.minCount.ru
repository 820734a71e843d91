# A passage has no label in English. | 段落没有英文标签。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE DATA { src:1-h rdfs:label "section 1, heading"@en }
