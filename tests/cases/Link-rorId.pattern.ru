# A company has a ROR id with the letter u. | 公司的ROR 编号有误：字母 u。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:org-lantern aii:rorId "03cvu4549" }
