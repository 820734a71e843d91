# A controlled value has two Chinese and no English preferred label. | 受控值有两条中文首选标签而没有英文。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt skos:prefLabel "watt"@en } ;
INSERT DATA { voc:watt skos:prefLabel "另一种写法"@zh }
