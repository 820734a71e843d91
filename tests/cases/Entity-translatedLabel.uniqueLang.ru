# An entity has two English translated labels. | 实体有两个英文译名。
# breaks too: TranslatedLabel.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>

INSERT DATA { id:org-lantern aii:translatedLabel "Lighthouse"@en }
