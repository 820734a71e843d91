# A discrepancy has a second English basis. | 不一致多出一条英文依据。
# breaks too: Discrepancy-basis.uniqueLang
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>

INSERT DATA { dis:02 aii:basis "another wording"@en }
