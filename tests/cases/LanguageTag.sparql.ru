# A Chinese label is tagged zh-Hans. | 中文标签标作zh-Hans。
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA { id:chip-lamp-1 rdfs:label "灯火一号"@zh } ;
INSERT DATA { id:chip-lamp-1 rdfs:label "灯火一号"@zh-Hans }
