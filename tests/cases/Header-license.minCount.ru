# The ontology names no licence. | 本体没有写明许可。
PREFIX dct: <http://purl.org/dc/terms/>

DELETE DATA {
  <https://w3id.org/aiinfra/ontology> dct:license <https://creativecommons.org/licenses/by/4.0/> .
}
