# A controlled value has a second English definition. | 受控值多出一条英文定义。
# breaks too: ControlledValue-definition.uniqueLang
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { voc:watt skos:definition "another wording"@en }
