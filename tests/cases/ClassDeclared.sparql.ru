# A thing is of a class that the ontology does not declare. | 事物所属的类没有在本体中声明。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  id:lamps a skos:Collection ;
    rdfs:label "lamps"@en , "灯火系列"@zh .
}
