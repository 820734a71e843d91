# A discrepancy has no label in English. | 不一致没有英文标签。
PREFIX dis: <https://w3id.org/aiinfra/discrepancy/example-2030/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { dis:02 rdfs:label "What the share is a share of"@en }
