# A translated label is none of its entity’s labels. | 译名不是实体的任何一个标签。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:chip-lamp-1 aii:translatedLabel "Flame 1"@en }
