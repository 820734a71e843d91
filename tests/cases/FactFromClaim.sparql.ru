# A fact is written by hand on an entity. | 事实直接手写在实体上。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:chip-lamp-1 aii:developedBy id:org-lantern }
