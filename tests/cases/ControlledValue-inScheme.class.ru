# A controlled value has another value as its scheme. | 受控值以另一个值为所属词表。
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

DELETE WHERE { voc:watt skos:inScheme ?any } ;
INSERT DATA { voc:watt skos:inScheme voc:exact }
