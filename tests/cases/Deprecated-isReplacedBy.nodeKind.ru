# A deprecated value names what replaces it by a text. | 弃用的值以文字指明取代者。
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  voc:up-to owl:deprecated true ;
    dct:isReplacedBy "at most" ;
    skos:changeNote
      "Deprecated since 0.2: there was no second one."@en ,
      "自0.2版起弃用：没有第二个。"@zh .
}
