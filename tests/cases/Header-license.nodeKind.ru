# The licence of the ontology is a text. | 本体的许可写成了文字。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE DATA {
  <https://w3id.org/aiinfra/ontology> dct:license <https://creativecommons.org/licenses/by/4.0/> .
} ;
INSERT DATA {
  <https://w3id.org/aiinfra/ontology> dct:license "CC BY 4.0" .
}
