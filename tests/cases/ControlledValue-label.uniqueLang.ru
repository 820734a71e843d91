# A controlled value has two Chinese and no English label. | 受控值有两条中文标签而没有英文。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt rdfs:label "watt"@en } ;
INSERT DATA { voc:watt rdfs:label "另一种写法"@zh }
