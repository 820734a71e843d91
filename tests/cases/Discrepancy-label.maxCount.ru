# A discrepancy has a second English label. | 不一致多出一条英文标签。
# breaks too: Discrepancy-label.uniqueLang
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA { dis:02 rdfs:label "another wording"@en }
