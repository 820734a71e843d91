# A claim has a chip as its conflict. | 陈述以芯片为相抵触者。
# breaks too: ConflictDescribed.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { claim:0001 aii:conflictsWith id:chip-lamp-1 }
