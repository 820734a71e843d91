# A deprecated value has no change note in English. | 弃用的值没有英文变更说明。
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  voc:up-to owl:deprecated true ;
    dct:isReplacedBy voc:at-most ;
    skos:changeNote
      "自0.2版起弃用：没有第二个。"@zh .
}
