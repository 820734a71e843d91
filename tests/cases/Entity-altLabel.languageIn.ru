# An entity has an alternative label in French. | 实体的别名用了法文。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA { id:org-lantern skos:altLabel "Lanterne"@fr }
