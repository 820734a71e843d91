# An organisation has an INT8 throughput. | 组织有INT8算力。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>

DELETE WHERE { claim:0001 aii:subject ?any } ;
INSERT DATA { claim:0001 aii:subject id:org-lantern }
