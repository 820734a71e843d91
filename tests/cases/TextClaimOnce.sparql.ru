# A text claim repeats another. | 一条文本陈述重复了另一条。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX src: <https://w3id.org/aiinfra/source/example-2030/>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  claim:0011 a aii:TextClaim ;
    aii:attributedTo id:publication-lantern ;
    aii:modality voc:reported ;
    aii:scope id:place-island ;
    aii:statedIn src:1-p3 ;
    aii:statement
      "No model on the island is larger."@en ,
      "岛上没有比它大的模型。"@zh ;
    aii:subject id:model-lamp ;
    aii:topic voc:superlative .
}
