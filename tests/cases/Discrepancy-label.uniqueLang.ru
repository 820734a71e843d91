# A discrepancy has two Chinese and no English label. | 不一致有两条中文标签而没有英文。
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { dis:02 rdfs:label "What the share is a share of"@en } ;
INSERT DATA { dis:02 rdfs:label "另一种写法"@zh }
