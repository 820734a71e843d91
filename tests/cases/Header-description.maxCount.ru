# The ontology has a third description. | 本体有第三个说明。
# breaks too: Header-description.uniqueLang
PREFIX dct: <http://purl.org/dc/terms/>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> dct:description "Terms for lamps."@en .
}
