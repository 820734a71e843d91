# Both change notes are in English. | 两条变更说明都是英文。
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  voc:up-to owl:deprecated true ;
    dct:isReplacedBy voc:at-most ;
    skos:changeNote
      "Deprecated since 0.2."@en ,
      "No longer used."@en .
}
