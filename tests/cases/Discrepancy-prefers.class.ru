# A discrepancy has a chip as its preferred claim. | 不一致以芯片为采信的陈述。
# breaks too: PreferredIsInvolved.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { dis:02 aii:prefers id:chip-lamp-1 }
