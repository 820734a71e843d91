# A term has no label in English. | 术语没有英文标签。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { aii:Vehicle rdfs:label "vehicle"@en }
