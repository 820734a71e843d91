# The ontology has a third title. | 本体有第三个题名。
# breaks too: Header-title.uniqueLang
PREFIX dct: <http://purl.org/dc/terms/>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> dct:title "Ontology of lamps"@en .
}
