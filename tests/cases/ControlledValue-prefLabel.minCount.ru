# A controlled value has no preferred label in English. | 受控值没有英文首选标签。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt skos:prefLabel "watt"@en }
