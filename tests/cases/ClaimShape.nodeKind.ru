# A claim is a blank node. | 陈述是空白节点。
# breaks too: ClaimShape.pattern NoBlankNode.sparql
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  [] a aii:RelationClaim ;
    aii:modality voc:reported ;
    aii:object id:org-lantern ;
    aii:property aii:developedBy ;
    aii:statedIn src:1-p1 ;
    aii:subject id:chip-lamp-1 .
}
