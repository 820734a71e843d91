# A note ends with a blank. | 备注末尾有空格。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA {
  id:org-lantern aii:note "It shines. "@en .
}
