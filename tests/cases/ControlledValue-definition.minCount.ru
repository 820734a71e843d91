# A controlled value has no definition in English. | 受控值没有英文定义。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt skos:definition "The SI unit of power."@en }
