# A relation claim has two objects. | 关系陈述有两个宾语。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { claim:0003 aii:object id:org-lantern-society }
