# A number is an xsd:double. | 数值是xsd:double。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { id:chip-lamp-1 skos:scopeNote 1.2e1 }
