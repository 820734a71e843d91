# A controlled value has no label in English. | 受控值没有英文标签。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt rdfs:label "watt"@en }
