# An entity has two Chinese and no English label. | 实体有两条中文标签而没有英文。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { id:chip-lamp-1 rdfs:label "Lamp 1"@en } ;
INSERT DATA { id:chip-lamp-1 rdfs:label "另一种写法"@zh }
