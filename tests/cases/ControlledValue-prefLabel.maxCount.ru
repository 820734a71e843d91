# A controlled value has a second English preferred label. | 受控值多出一条英文首选标签。
# breaks too: ControlledValue-prefLabel.uniqueLang
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { voc:watt skos:prefLabel "another wording"@en }
