# A claim compares with a chip that nothing describes. | 陈述与图谱中没有的芯片相比较。
# breaks too: Claim-comparedWith.class
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { claim:0001 aii:comparedWith id:chip-lamp-9 }
