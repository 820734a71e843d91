# An entity has no label in English. | 实体没有英文标签。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { id:chip-lamp-1 rdfs:label "Lamp 1"@en }
