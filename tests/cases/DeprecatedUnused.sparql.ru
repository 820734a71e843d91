# A claim uses a value that is deprecated. | 一条陈述用了弃用的值。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { claim:0001 aii:bound voc:exact } ;
INSERT DATA {
  voc:nearly owl:deprecated true ;
    dct:isReplacedBy voc:about ;
    skos:changeNote
      "Deprecated since 0.2: there was no second one."@en ,
      "自0.2版起弃用：没有第二个。"@zh .
  claim:0001 aii:bound voc:nearly .
}
