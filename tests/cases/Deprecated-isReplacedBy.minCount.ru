# A deprecated value does not say what replaces it. | 弃用的值没有指明由谁取代。
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  voc:up-to owl:deprecated true ;
    skos:changeNote
      "Deprecated since 0.2: there was no second one."@en ,
      "自0.2版起弃用：没有第二个。"@zh .
}
