# A controlled value has no scheme. | 受控值没有所属词表。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { voc:watt skos:inScheme ?any }
