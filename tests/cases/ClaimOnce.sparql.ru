# A claim repeats another. | 一条陈述重复了另一条。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  claim:0011 a aii:RelationClaim ;
    aii:modality voc:reported ;
    aii:object id:org-lantern ;
    aii:property aii:developedBy ;
    aii:statedIn src:1-p1 ;
    aii:subject id:chip-lamp-1 .
}
