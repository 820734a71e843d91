# A discrepancy has a second English reading. | 不一致多出一条英文读法。
# breaks too: Discrepancy-reading.uniqueLang
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

INSERT DATA { dis:02 aii:reading "another wording"@en }
