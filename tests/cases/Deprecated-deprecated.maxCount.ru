# A value is marked as deprecated and as not deprecated. | 一个值既标为弃用又标为没有弃用。
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  voc:up-to owl:deprecated true , false ;
    dct:isReplacedBy voc:at-most ;
    skos:changeNote
      "Deprecated since 0.2: there was no second one."@en ,
      "自0.2版起弃用：没有第二个。"@zh .
}
