# A place has the symbol of a unit. | 地方有单位的符号。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:place-island aii:symbol "I" }
