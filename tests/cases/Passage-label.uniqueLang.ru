# A passage has two Chinese and no English label. | 段落有两条中文标签而没有英文。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>

DELETE DATA { src:1-h rdfs:label "section 1, heading"@en } ;
INSERT DATA { src:1-h rdfs:label "另一种写法"@zh }
