# A claim has two markets. | 陈述有两个市场。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX claim: <https://w3id.org/aiinfra/claim/example-2030/>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  claim:0005 aii:inMarket id:market-harbour .
  id:market-harbour a aii:Market ;
    rdfs:label "chip market of Harbour"@en , "港城芯片市场"@zh ;
    skos:definition "A second invented market."@en , "另一个虚构的市场。"@zh .
}
