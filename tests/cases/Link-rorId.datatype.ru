# A company has a ROR id that is a token. | 公司的ROR 编号用了 token 类型。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

INSERT DATA { id:org-lantern aii:rorId "03cve4549"^^xsd:token }
