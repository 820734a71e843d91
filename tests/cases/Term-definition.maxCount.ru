# A term has a second English definition. | 术语多出一条英文定义。
# breaks too: Term-definition.uniqueLang
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { aii:Vehicle skos:definition "another wording"@en }
