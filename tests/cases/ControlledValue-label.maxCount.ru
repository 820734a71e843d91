# A controlled value has a second English label. | 受控值多出一条英文标签。
# breaks too: ControlledValue-label.uniqueLang
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA { voc:watt rdfs:label "another wording"@en }
