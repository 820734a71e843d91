# A claim’s IRI names another report than the one cited. | 陈述的IRI所含的报告不是所引的报告。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  <https://w3id.org/aiinfra/claim/example-2031/0001> a aii:RelationClaim ;
    aii:modality voc:reported ;
    aii:object id:org-lantern ;
    aii:property aii:developedBy ;
    aii:statedIn src:1-p1 ;
    aii:subject id:model-lamp .
}
