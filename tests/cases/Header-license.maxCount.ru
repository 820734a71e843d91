# The ontology names two licences. | 本体写了两种许可。
PREFIX dct: <http://purl.org/dc/terms/>

INSERT DATA {
  <https://w3id.org/aiinfra/ontology> dct:license <https://creativecommons.org/publicdomain/zero/1.0/> .
}
