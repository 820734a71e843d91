# A company has a ROR id twice over. | 公司有两个ROR 编号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:org-lantern aii:rorId "03cve4549" , "03vs3wt56" }
