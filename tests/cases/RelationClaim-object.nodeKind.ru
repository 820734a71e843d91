# A relation claim has a text as its object. | 关系陈述以一段文字为宾语。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  claim:0011 a aii:RelationClaim ;
    aii:modality voc:reported ;
    aii:object "灯塔协会"@zh ;
    aii:property aii:creditedTo ;
    aii:statedIn src:fn1 ;
    aii:subject id:example-2030-table-1 .
}
