# An entity has a second English label. | 实体多出一条英文标签。
# breaks too: Entity-label.uniqueLang
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { id:chip-lamp-1 rdfs:label "another wording"@en }
