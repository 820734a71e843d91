# An entity is only an entity. | 实体没有具体的类。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  id:lamp a aii:Entity ;
    rdfs:label "lamp"@en , "灯"@zh ;
    skos:definition "An invented thing."@en , "虚构的事物。"@zh .
}
