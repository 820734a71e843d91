# A controlled value has two Chinese and no English definition. | 受控值有两条中文定义而没有英文。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt skos:definition "The SI unit of power."@en } ;
INSERT DATA { voc:watt skos:definition "另一种写法"@zh }
