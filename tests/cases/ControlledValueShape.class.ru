# A controlled value is not a skos:Concept. | 受控值不是skos:Concept。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE DATA { voc:watt a skos:Concept }
