# One IRI is a chip and a place. | 同一个IRI既是芯片又是地方。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:chip-lamp-1 a aii:Place }
