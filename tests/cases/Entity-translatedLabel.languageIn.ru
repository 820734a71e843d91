# An entity has a translated label in French. | 实体的译名用了法文。
# breaks too: TranslatedLabel.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:chip-lamp-1 aii:translatedLabel "Lampe 1"@fr }
