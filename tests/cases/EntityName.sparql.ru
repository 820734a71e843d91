# An entity’s IRI has capitals and an underscore. | 实体的IRI含大写字母和下划线。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  id:Tech_Lamp a aii:Technology ;
    rdfs:label "lamp art"@en , "灯火术"@zh ;
    skos:definition "A second invented technology."@en , "另一种虚构的技术。"@zh .
}
