# Two claims conflict and no discrepancy involves both. | 两条陈述相抵触，却没有一处不一致同时涉及二者。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>

INSERT DATA { claim:0004 aii:conflictsWith claim:0005 }
