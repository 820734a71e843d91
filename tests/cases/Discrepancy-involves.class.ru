# A discrepancy has a chip as its claim. | 不一致以芯片为所涉及的陈述。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { dis:02 aii:involves ?any } ;
INSERT DATA { dis:02 aii:involves id:chip-lamp-1 }
